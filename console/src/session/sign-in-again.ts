import { signal } from '@preact/signals';
import { readSession, session } from './session';

export type Reason = 'ended' | 'step-up';

interface Asked {
  readonly reason: Reason;
  /** Who has to sign in: what is on the page is theirs. */
  readonly username: string | undefined;
  readonly answer: (signedIn: boolean) => void;
}

/** What the page asks of the person at the moment; the sign-in lies over the page, so that nothing typed is lost. */
export const asked = signal<Asked | undefined>(undefined);

let answered: Promise<boolean> | undefined;

/** Asks the person to sign in over the page, once for all calls that need it. Resolves to whether they did. */
export function signInAgain(reason: Reason): Promise<boolean> {
  answered ??= new Promise<boolean>((resolve) => {
    const current = session.value;
    asked.value = {
      reason,
      username: current?.signedIn ? current.username : undefined,
      answer: resolve,
    };
  }).finally(() => {
    asked.value = undefined;
    answered = undefined;
  });
  return answered;
}

/** Whether the session that this page shows is still there; asks for a new one where it is not. */
export async function checkSession(): Promise<void> {
  const shown = session.value;
  if (shown === undefined) return;
  const now = await readSession().catch(() => undefined);
  // An outage says nothing about the session.
  if (now === undefined) return;
  if (asked.value !== undefined) return settle(now);
  if (!shown.signedIn) {
    if (now.signedIn) session.value = now;
    return;
  }
  if (!now.signedIn) return void signInAgain('ended');
  if (now.sub !== shown.sub) return location.reload();
  if (JSON.stringify(now) !== JSON.stringify(shown)) session.value = now;
}

/** Another tab has signed in while this one asks: the same person may go on. */
function settle(now: Awaited<ReturnType<typeof readSession>>): void {
  if (!now.signedIn) return;
  const shown = session.value;
  const isFresh = !shown?.signedIn || shown.startedAt !== now.startedAt;
  if (asked.value?.reason === 'step-up' && !isFresh) return;
  if (shown?.signedIn && shown.sub !== now.sub) return location.reload();
  session.value = now;
  asked.value?.answer(true);
}
