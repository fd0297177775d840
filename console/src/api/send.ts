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
  try {
    return await fetch(addressOf(path), {
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
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure({ status: 0, code: 'network' });
  }
}
