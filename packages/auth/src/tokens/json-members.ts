/**
 * Whether a JSON text names a member of an object twice, at any depth (RFC 7519 section 4: such a token is refused,
 * since two readers may take different ones).
 *
 * @param text well-formed JSON.
 * @param value what `JSON.parse` made of it.
 */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  // Parsing collapses a duplicate, so that a text with one has more names than its value has members. A colon after a
  // quote within a text counts as a name as well, which can make the text be walked and cannot hide a name.
  return countNames(text) !== countMembers(value) && scan(text);
}

const [QUOTE, SPACE] = [0x22, 0x20];

/** How many colons follow a quote at once; -1 where white space stands before one, as it may after a name. */
function countNames(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before <= SPACE) return -1;
    if (before === QUOTE) count += 1;
  }
  return count;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items = Object.values(value);
  let count = Array.isArray(value) ? 0 : items.length;
  for (const item of items) if (typeof item === 'object') count += countMembers(item);
  return count;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;

/** Walks the text once; each open object has its set of names, each open array none. */
function scan(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let nameExpected = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      STRING.lastIndex = index;
      const literal = STRING.exec(text)?.[0] ?? '"';
      const names = open.at(-1);
      if (nameExpected && names) {
        const name = JSON.parse(literal) as string;
        if (names.has(name)) return true;
        names.add(name);
        nameExpected = false;
      }
      index += literal.length - 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      nameExpected = character === '{';
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ',') nameExpected = open.at(-1) !== undefined;
  }
  return false;
}
