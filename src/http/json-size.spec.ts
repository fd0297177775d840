import { hasMoreItems } from './json-size';

describe('hasMoreItems', () => {
  it.each([
    ['[1,2,3]', 3, false],
    ['[1,2,3,4]', 3, true],
    ['{"a":1,"b":[1,2]}', 3, false],
    ['{"a":1,"b":[1,2,{"c":1}]}', 3, true],
    ['[",,,,","\\",,,,"]', 3, false],
    ['["\\\\",1,2,3]', 3, true],
    ['', 3, false],
  ])('returns, for %s with a maximum of %d: %s', (text, maximum, expected) => {
    expect(hasMoreItems(text, maximum)).toBe(expected);
  });
});
