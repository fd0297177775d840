import { isUtf8 } from 'node:buffer';
import { parseStrictJson, StrictJsonError } from 'lifeguard-auth';
import { Problem } from '../problems/problem';
import { hasMoreItems } from './json-size';
import { MAX_JSON_DEPTH, MAX_JSON_ITEMS } from './limits';

/**
 * Parses a request body, and accepts only JSON that every parser reads in the same way.
 *
 * @throws Problem `validation_failed` for bytes that are not UTF-8 (RFC 8259 section 8.1), malformed JSON,
 * a member named twice, deep nesting, too many members, or a member that would change the prototype of an
 * object.
 */
export function readJsonBody(bytes: Buffer): unknown {
  // Lenient decoding would turn different bytes into the same name or password.
  if (!isUtf8(bytes)) throw refused('The JSON is not encoded as UTF-8.');
  const text = bytes.toString('utf8');
  if (hasMoreItems(text, MAX_JSON_ITEMS)) throw refused('The JSON has too many members.');
  const value = parse(text);
  if (isPoisoned(value)) throw refused('The JSON has a member that is not accepted.');
  return value;
}

const refused = (detail: string): Problem => new Problem('validation_failed', detail);

function parse(text: string): unknown {
  try {
    return parseStrictJson(text, MAX_JSON_DEPTH);
  } catch (error) {
    throw error instanceof StrictJsonError ? refused(error.message) : error;
  }
}

/** `__proto__` and `constructor.prototype`: harmless here, but a copy of the object could be polluted. */
function isPoisoned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  const constructor = Object.hasOwn(value, 'constructor') ? value.constructor : undefined;
  if (typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype'))
    return true;
  return Object.values(value).some(isPoisoned);
}
