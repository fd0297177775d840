import { describe, expect, it } from '@jest/globals';
import { filterFault, SEARCHABLE_ATTRIBUTES } from './list-filter';

describe('filterFault', () => {
  it.each(SEARCHABLE_ATTRIBUTES)('accepts a search of %s', (name) => {
    expect(filterFault(`${name} = "value"`)).toBeUndefined();
  });

  it.each([
    ['a prefix', 'email ^= "a"'],
    ['no space', 'email^="a"'],
    ['several spaces', 'email   =   "a"'],
    ['spaces around it', '  email = "a" '],
    ['a quoted name', '"email"^="testuser"'],
    ['a quoted name with spaces', '"cognito:user_status" = "CONFIRMED"'],
    ['escaped quotation marks', String.raw`name = "Alice \"Al\" Example"`],
    ['an escaped backslash', String.raw`name = "a\\"`],
    ['an operator inside the value', 'name = "a = b ^= c"'],
    ['a value without a letter', 'email = ""'],
    ['another script', 'family_name ^= "Ωμέγα 🦄"'],
    ['the longest one', `name = "${'a'.repeat(256 - 'name = ""'.length)}"`],
  ])('accepts %s', (_case, filter) => {
    expect(filterFault(filter)).toBeUndefined();
  });

  const SHAPE = 'must be `name = "value"` or `name ^= "value"`';
  const NAME = expect.stringMatching(/^must search one of username, email, /);
  it.each([
    ['nothing', '', SHAPE],
    ['a name only', 'email', SHAPE],
    ['no quotation marks', 'email = a', SHAPE],
    ['single quotation marks', "email = 'a'", SHAPE],
    ['no closing quotation mark', 'email = "a', SHAPE],
    ['an escaped closing quotation mark', String.raw`email = "a\"`, SHAPE],
    ['an unescaped quotation mark', 'email = "a"b"', SHAPE],
    ['two comparisons', 'email = "a" and name = "b"', SHAPE],
    ['text after it', 'email = "a" x', SHAPE],
    ['text before it', 'x email = "a"', SHAPE],
    ['a tab after it', 'email = "a"\t', SHAPE],
    ['a name that is quoted on one side', 'email" = "a"', SHAPE],
    ['a space inside the quoted name', '" email" = "a"', SHAPE],
    ['another operator', 'email != "a"', SHAPE],
    ['an operator in two pieces', 'email ^ = "a"', SHAPE],
    ['a line break in the value', 'email = "a\nb"', SHAPE],
    ['a line break after it', 'email = "a"\n', SHAPE],
    ['a NUL in the value', 'email = "a\0"', SHAPE],
    ['a custom attribute', 'custom:tenant = "a"', NAME],
    ['an attribute that cannot be searched', 'address = "a"', NAME],
    ['capitals', 'Email = "a"', SHAPE],
    ['the name of a member of every object', 'constructor = "a"', NAME],
    [
      'one character too many',
      `name = "${'a'.repeat(257 - 'name = ""'.length)}"`,
      expect.stringMatching(/256/),
    ],
  ])('refuses %s', (_case, filter, fault) => {
    expect(filterFault(filter)).toEqual(fault);
  });
});
