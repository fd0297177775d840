import { STRING } from './string-literal.ts';

/**
 * The member names of a JSON text: an object has one `twice`, at least one is `escaped`, or all are `plain`.
 */
type Names = 'twice' | 'escaped' | 'plain';

/**
 * Scans a JSON text once and compares the decoded member names of each object.
 *
 * @param text well-formed JSON.
 */
export function inspectNames(text: string): Names {
  // Each open object has a set of names; an open array has none.
  const open: (Set<string> | undefined)[] = [];
  let nameExpected = false;
  let result: Names = 'plain';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      STRING.lastIndex = index;
      const literal = STRING.exec(text)?.[0] ?? '"';
      const names = open.at(-1);
      if (nameExpected && names) {
        const isEscaped = literal.includes('\\');
        const name = isEscaped ? (JSON.parse(literal) as string) : literal.slice(1, -1);
        if (names.has(name)) return 'twice';
        names.add(name);
        if (isEscaped) result = 'escaped';
        nameExpected = false;
      }
      index += literal.length - 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      nameExpected = true;
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ',') nameExpected = true;
  }
  return result;
}

/**
 * Whether a JSON text without a backslash may name a member twice. Parsing collapses a duplicate, so a text with one
 * has more names than its value has members. False means that it does not; true means that the names must be
 * compared.
 *
 * @param value what `JSON.parse` returned for the text.
 */
export const mayHaveDuplicate = (text: string, value: unknown): boolean =>
  countNames(text) !== (isOneObject(text, value) ? Object.keys(value).length : countMembers(value));

const [QUOTE, SPACE] = [0x22, 0x20];

/** Number of colons directly after a quote, including those inside strings; -1 if white space precedes a colon. */
function countNames(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before <= SPACE) return -1;
    if (before === QUOTE) count += 1;
  }
  return count;
}

/** Whether the value is an object that contains no other object. `lastIndexOf` would be far slower than `indexOf`. */
const isOneObject = (text: string, value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !text.includes('{', text.indexOf('{') + 1);

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items = Object.values(value);
  let count = Array.isArray(value) ? 0 : items.length;
  for (const item of items) count += countMembers(item);
  return count;
}
