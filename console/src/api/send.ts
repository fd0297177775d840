import { addressOf } from '../page/addresses';
import { Failure, problemOf } from './problem';

export interface Sent {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Sends one request to the service and returns the JSON of the response; undefined if it is empty.
 *
 * @throws Failure with the problem of the response, or with the code `network` if there was none.
 * @throws DOMException AbortError when the signal aborts it.
 */
export async function send(method: string, path: string, { body, signal }: Sent = {}): Promise<unknown> {
  const response = await answerTo(method, path, body, signal);
  if (!response.ok) throw new Failure(await problemOf(response));
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined;
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

async function answerTo(
  method: string,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  const ask = () =>
    fetch(addressOf(path), {
      method,
      headers: {
        accept: 'application/json',
        // Another origin cannot send this header without a preflight, so it proves that the request is from this one.
        ...(path.startsWith('/session') && { 'x-lifeguard': '1' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  try {
    return await withCookieLock(method, path, ask, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure({ status: 0, code: 'network' });
  }
}

/** Requests whose response changes the session cookie. */
const CHANGES_COOKIE = /^POST \/session(?:\/challenge|\/sign-out)?$/;

/**
 * Separates calls with the old cookie from the request that replaces it, in all tabs. The service clears a cookie whose
 * session has ended, and a late response of this kind would clear the new cookie.
 */
function withCookieLock(
  method: string,
  path: string,
  ask: () => Promise<Response>,
  signal?: AbortSignal,
): Promise<Response> {
  if (!path.startsWith('/session')) return ask();
  const mode = CHANGES_COOKIE.test(`${method} ${path}`) ? 'exclusive' : 'shared';
  return navigator.locks.request('lifeguard-cookie', { mode, ...(signal && { signal }) }, ask);
}
