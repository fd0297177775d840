import { onOtherTabs } from './session';
import { checkSession } from './sign-in-again';

const EVERY_MS = 10_000;
/** A page that nobody touches asks no more, so that it does not keep its session from ending of idleness. */
const UNTOUCHED_MS = 300_000;
const AT_MOST_EVERY_MS = 2_000;

/** Sees that the session has ended, or begun, elsewhere: in another tab, by an admin, of age. */
export function watchSession(): void {
  let touched = Date.now();
  let checked = 0;
  const check = () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < AT_MOST_EVERY_MS) return;
    checked = Date.now();
    void checkSession();
  };
  for (const kind of ['pointerdown', 'keydown'] as const)
    addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
  addEventListener('focus', check);
  document.addEventListener('visibilitychange', check);
  onOtherTabs(() => void checkSession());
  setInterval(() => Date.now() - touched < UNTOUCHED_MS && check(), EVERY_MS);
}
