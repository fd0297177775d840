/**
 * Whether a JSON text names a member of an object twice, at any depth (RFC 7519 section 4: such a token is refused,
 * since two readers may take different ones).
 *
 * @param text well-formed JSON.
 * @param value what `JSON.parse` made of it.
 */
export function hasDuplicateMembers(text: string, value: unknown): boolean {
  // Parsing collapses a duplicate, so what prints as it came has none. Spaces, escapes and the like print otherwise.
  return JSON.stringify(value) !== text && scan(text);
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
