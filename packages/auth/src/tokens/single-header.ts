import { invalidRequest } from '../refusals.ts';

/**
 * The value of a header that may occur only once; undefined if it is absent. Node joins or drops repeated
 * headers, so the raw headers are counted.
 *
 * @param rawHeaders names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @param name in lower case.
 * @throws Problem `invalid_request` if there is more than one.
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
