import { signal } from '@preact/signals';
import { Failure } from '../api/problem';
import { send } from '../api/send';
import { addressOf } from '../page/addresses';

/** The response of `GET /session`: claims, never tokens. */
export type Session = { readonly signedIn: false } | SignedIn;

export interface SignedIn {
  readonly signedIn: true;
  readonly sub: string;
  readonly username: string;
  readonly name?: string;
  readonly email?: string;
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly startedAt: string;
  readonly expiresAt: string;
}

/** The current session; undefined until it has been read. */
export const session = signal<Session | undefined>(undefined);

const channel = new BroadcastChannel('lifeguard-session');

// A channel reaches only this origin, and its messages have no target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tellOtherTabs = () => channel.postMessage('changed');

/** Reads the session from the service. @throws Failure */
export async function readSession(): Promise<Session> {
  return (await send('GET', '/session')) as Session;
}

/** Reads the session and shows it. @throws Failure */
export async function loadSession(): Promise<void> {
  session.value = await readSession();
}

/** Shows a new session and notifies the other tabs. */
export function begin(next: Session): void {
  session.value = next;
  tellOtherTabs();
}

/**
 * Signs out here or everywhere. Returns the URL to go to. A session that has already ended needs no sign-out here, and its
 * page must not stay open.
 *
 * @throws Failure
 */
export async function signOut(everywhere: boolean): Promise<string> {
  const next = await requestSignOut(everywhere).catch((error: unknown) => {
    if (!everywhere && error instanceof Failure && error.problem.status === 401) return addressOf('/account');
    throw error;
  });
  tellOtherTabs();
  return next;
}

async function requestSignOut(everywhere: boolean): Promise<string> {
  const { next } = (await send('POST', '/session/sign-out', { body: { everywhere } })) as { next: string };
  return next;
}

/** Registers a callback for sign-ins and sign-outs in other tabs. */
export function onOtherTabs(heard: () => void): void {
  channel.addEventListener('message', heard);
}
