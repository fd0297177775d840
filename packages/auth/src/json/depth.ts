const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Array.from(
  '"\\[]{}',
  (character) => character.charCodeAt(0),
);

/**
 * Whether a JSON text is nested deeper than `maximum`. Check this before parsing: 1 MB of brackets keeps
 * `JSON.parse` busy for half a second, fifty times as long as other JSON of that size.
 *
 * @param text for malformed JSON the result is arbitrary, because parsing refuses it.
 */
export function isNestedDeeper(text: string, maximum: number): boolean {
  return opensMore(text, maximum) && goesDeeper(text, maximum);
}

/**
 * Whether a text has more opening brackets than `maximum`, including those in strings. A text with fewer cannot be
 * nested deeper.
 */
function opensMore(text: string, maximum: number): boolean {
  let count = 0;
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > maximum) return true;
    }
  }
  return false;
}

function goesDeeper(text: string, maximum: number): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inText) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inText = false;
    } else if (character === QUOTE) inText = true;
    else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      depth += 1;
      if (depth > maximum) return true;
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) depth -= 1;
  }
  return false;
}
