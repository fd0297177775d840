import { signal } from '@preact/signals';
import { send } from '../api/send';

/** `GET /session`: claims, never tokens. */
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

/** Undefined until the service has told. */
export const session = signal<Session | undefined>(undefined);

const channel = new BroadcastChannel('lifeguard-session');

// A channel reaches this origin only, and has no place for the name of one.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tellOtherTabs = () => channel.postMessage('changed');

/** Asks who is signed in. @throws Failure */
export async function readSession(): Promise<Session> {
  return (await send('GET', '/session')) as Session;
}

/** Asks, and shows the answer. @throws Failure */
export async function loadSession(): Promise<void> {
  session.value = await readSession();
}

/** Takes over a session that has just begun, and tells the other tabs. */
export function begin(next: Session): void {
  session.value = next;
  tellOtherTabs();
}

/** Ends the session, here or everywhere, and returns the address to go to. @throws Failure */
export async function signOut(everywhere: boolean): Promise<string> {
  const { next } = (await send('POST', '/session/sign-out', { body: { everywhere } })) as { next: string };
  tellOtherTabs();
  return next;
}

/** Calls `heard` when another tab has signed in or out. */
export function onOtherTabs(heard: () => void): void {
  channel.addEventListener('message', heard);
}
