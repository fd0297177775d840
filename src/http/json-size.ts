const [QUOTE, BACKSLASH, COMMA] = Array.from('"\\,', (character) => character.charCodeAt(0));

/**
 * Whether a JSON text has more than `maximum` members and elements, in all objects and lists together.
 * Validation reports every invalid one, which costs far more than parsing.
 *
 * @param text for malformed JSON the result is arbitrary, because parsing refuses it.
 */
export function hasMoreItems(text: string, maximum: number): boolean {
  let items = 1;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inText) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inText = false;
    } else if (character === QUOTE) inText = true;
    else if (character === COMMA) {
      items += 1;
      if (items > maximum) return true;
    }
  }
  return false;
}
