import { onOtherTabs } from './session';
import { checkRestored, checkSession } from './sign-in-again';

const INTERVAL_MS = 10_000;
/** After this time without input the page stops checking, because each check would extend an idle session. */
const INACTIVE_MS = 300_000;
const MIN_INTERVAL_MS = 2_000;

/** Detects that the session has ended or started elsewhere: in another tab, through an admin, or by a time limit. */
export function watchSession(): void {
  let touched = Date.now();
  let checked = 0;
  const check = () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < MIN_INTERVAL_MS) return;
    checked = Date.now();
    void checkSession();
  };
  for (const kind of ['pointerdown', 'keydown'] as const)
    addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
  addEventListener('focus', check);
  document.addEventListener('visibilitychange', check);
  addEventListener('pageshow', ({ persisted }) => persisted && void checkRestored());
  onOtherTabs(() => void checkSession());
  setInterval(() => Date.now() - touched < INACTIVE_MS && check(), INTERVAL_MS);
}
