import { invalidRequest } from '../refusals.ts';

/**
 * The value of a header that may be there once; undefined where it is not. Node joins or drops repeated headers, so they
 * are counted as they came.
 *
 * @param rawHeaders names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @param name in lower case.
 * @throws Problem `invalid_request` for more than one.
 */
export function singleHeader(rawHeaders: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const each = rawHeaders[index] as string;
    if (each.length !== name.length || each.toLowerCase() !== name) continue;
    if (found !== undefined) throw invalidRequest(`There is more than one ${name} header.`);
    found = rawHeaders[index + 1];
  }
  return found;
}
