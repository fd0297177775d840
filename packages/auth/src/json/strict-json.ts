import { isNestedDeeper } from './depth.ts';
import { inspectNames, mayHaveDuplicate } from './duplicate-members.ts';
import { JsonReader } from './reader.ts';

/** Deeper than any token or body of a real client, and shallow enough for recursion. */
export const MAX_JSON_DEPTH = 100;

/** Why a text was refused. */
export type JsonFault = 'malformed' | 'duplicate-member' | 'too-deep';

const MESSAGES: Record<JsonFault, string> = {
  malformed: 'The JSON is malformed.',
  'duplicate-member': 'The JSON has an object that names a member twice.',
  'too-deep': 'The JSON is nested too deep.',
};

/** The text is not JSON that every parser reads in the same way. The message does not contain any of it. */
export class StrictJsonError extends SyntaxError {
  override readonly name = 'StrictJsonError';
  constructor(readonly fault: JsonFault) {
    super(MESSAGES[fault]);
  }
}

/**
 * Parses only JSON that every parser reads in the same way: no object has a member twice (RFC 7519 section
 * 4, RFC 8259 section 4), and escaped member names are decoded correctly, which V8's parser does not always
 * do. Depth is checked before parsing, so the time is linear in the length.
 *
 * @throws StrictJsonError
 */
export function parseStrictJson(text: string, maxDepth: number = MAX_JSON_DEPTH): unknown {
  if (isNestedDeeper(text, maxDepth)) throw new StrictJsonError('too-deep');
  const value = parse(text);
  if (!text.includes('\\') && !mayHaveDuplicate(text, value)) return value;
  const names = inspectNames(text);
  if (names === 'twice') throw new StrictJsonError('duplicate-member');
  return names === 'escaped' ? new JsonReader(text).read() : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StrictJsonError('malformed');
  }
}
