import { signal } from '@preact/signals';
import { send } from '../api/send';

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

/** Signs out here or everywhere. Returns the URL to go to. @throws Failure */
export async function signOut(everywhere: boolean): Promise<string> {
  const { next } = (await send('POST', '/session/sign-out', { body: { everywhere } })) as { next: string };
  tellOtherTabs();
  return next;
}

/** Registers a callback for sign-ins and sign-outs in other tabs. */
export function onOtherTabs(heard: () => void): void {
  channel.addEventListener('message', heard);
}
