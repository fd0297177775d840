/** The part of `GET /session` that the page shows. */
export type Session = { readonly signedIn: false } | { readonly signedIn: true; readonly username: string };

/** An unsuccessful response; the message is for the person. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
}

/**
 * Calls the service with the browser's session. No other site can send a call with this header.
 *
 * @throws CallFailure with the title of the problem and the id of the request.
 */
export async function call(method: 'GET' | 'POST', path: string): Promise<unknown> {
  const answer = await fetch(path, { method, headers: { 'x-lifeguard': '1' } });
  if (answer.ok) return answer.json();
  const problem = (await answer.json().catch(() => ({}))) as { title?: string };
  const id = answer.headers.get('x-request-id') ?? 'unknown';
  throw new CallFailure(`${problem.title ?? `Status ${answer.status}`} (request ${id})`);
}

export const readSession = async (): Promise<Session> => (await call('GET', '/session')) as Session;

/** Ends the session. Returns where to go next: the hosted pages, which end their own cookie. */
export async function signOut(): Promise<string> {
  const { next } = (await call('POST', '/session/sign-out')) as { next: string };
  return next;
}
