import type { z } from 'zod';
import type { FieldError } from '../problems/problem';

/** A fault that a schema found; of zod's members those that are read here. */
export type Issue = Pick<z.core.$ZodIssue, 'message'> & {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly code?: unknown;
  readonly keys?: unknown;
  readonly expected?: unknown;
  readonly values?: unknown;
};

/** What zod writes for a schema without a message of its own. */
const WRITTEN_BY_ZOD = /^Invalid (?:input|option): expected /;

const TYPES = new Map<unknown, string>([
  ['string', 'must be text'],
  ['number', 'must be a number'],
  ['boolean', 'must be true or false'],
  ['array', 'must be a list'],
  ['object', 'must be an object'],
  ['record', 'must be an object'],
]);

/** The faulty fields of an issue. zod reports an unknown member at its object; the response names the member itself. */
export function toFieldErrors(issue: Issue): FieldError[] {
  const { path = [], code, keys } = issue;
  const names = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  if (code !== 'unrecognized_keys' || !Array.isArray(keys))
    return [{ path: names.join('.'), message: messageOf(issue) }];
  return keys.map((key) => ({
    path: [...names, String(key)].join('.'),
    message: 'is unknown',
  }));
}

function messageOf({ message, code, expected, values }: Issue): string {
  if (!WRITTEN_BY_ZOD.test(message)) return message;
  if (code === 'invalid_type') return TYPES.get(expected) ?? message;
  if (code !== 'invalid_value' || !Array.isArray(values)) return message;
  return `must be ${values.length > 1 ? 'one of ' : ''}${values.map(String).join(', ')}`;
}
