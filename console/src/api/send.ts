import { addressOf } from '../page/addresses';
import { Failure, problemOf } from './problem';

export interface Sent {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Sends one request to the service and returns the JSON of its answer, undefined where there is none.
 *
 * @throws Failure with the problem of the answer, or with the code `network` where no answer came.
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
        // Another origin cannot send it without asking first, so that it shows where a request comes from.
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
    return await inTurn(method, path, ask, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure({ status: 0, code: 'network' });
  }
}

/** What gives the browser another cookie. */
const CHANGES_COOKIE = /^POST \/session(?:\/challenge|\/sign-out)?$/;

/**
 * Keeps calls with the old cookie apart from the one that replaces it, over all tabs: the service takes a cookie that
 * opens nothing from the browser, and an answer that comes late would take the new one.
 */
function inTurn(
  method: string,
  path: string,
  ask: () => Promise<Response>,
  signal?: AbortSignal,
): Promise<Response> {
  if (!path.startsWith('/session')) return ask();
  const mode = CHANGES_COOKIE.test(`${method} ${path}`) ? 'exclusive' : 'shared';
  return navigator.locks.request('lifeguard-cookie', { mode, ...(signal && { signal }) }, ask);
}
