import { signal } from '@preact/signals';
import { readSession, session } from './session';

export type Reason = 'ended' | 'step-up';

interface Asked {
  readonly reason: Reason;
  /** The user who must sign in, because the page shows their data. */
  readonly username: string | undefined;
  readonly answer: (signedIn: boolean) => void;
}

/** The pending request to sign in. It is shown in a dialog over the page, so that typed text is not lost. */
export const asked = signal<Asked | undefined>(undefined);

let answered: Promise<boolean> | undefined;

/** Asks the user to sign in, once for all calls that need it. Resolves to whether they did. */
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

/** Checks whether the session of this page still exists, and asks the user to sign in if not. */
export async function checkSession(): Promise<void> {
  const shown = session.value;
  if (shown === undefined) return;
  const now = await readSession().catch(() => undefined);
  // An outage does not mean that the session has ended.
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

/**
 * Reloads a page that the browser restored from its cache (the Back button), unless its session continues. After a
 * sign-out, another person may sit there.
 */
export async function checkRestored(): Promise<void> {
  const shown = session.value;
  if (!shown?.signedIn) return;
  const now = await readSession().catch(() => undefined);
  if (now?.signedIn !== true || now.sub !== shown.sub || now.startedAt !== shown.startedAt) location.reload();
}

/** Continues if the same user has signed in in another tab. */
function settle(now: Awaited<ReturnType<typeof readSession>>): void {
  if (!now.signedIn) return;
  const shown = session.value;
  const isFresh = !shown?.signedIn || shown.startedAt !== now.startedAt;
  if (asked.value?.reason === 'step-up' && !isFresh) return;
  if (shown?.signedIn && shown.sub !== now.sub) return location.reload();
  session.value = now;
  asked.value?.answer(true);
}
