import { describe, expect, it } from '@jest/globals';
import { attributeName, password, username } from './fields';

describe('a username', () => {
  it.each([['a'], [' a '], ['a'.repeat(128)], ['🦄'.repeat(128)]])(
    'may be %j, and is not changed',
    (value) => {
      expect(username.parse(value)).toBe(value);
    },
  );

  it.each([[''], ['a'.repeat(129)], ['🦄'.repeat(129)], ['\ud83e'], [5], [null]])(
    'may not be %j',
    (value) => {
      expect(username.safeParse(value).success).toBe(false);
    },
  );
});

it('accepts a password of up to 256 characters with its spaces and line breaks', () => {
  expect(password.parse(' a\nb ')).toBe(' a\nb ');
  expect(password.safeParse('a'.repeat(257)).success).toBe(false);
});

it.each([['email'], ['custom:role'], ['dev:custom:x']])('accepts the attribute name %s', (name) => {
  expect(attributeName.safeParse(name).success).toBe(true);
});

it.each([[''], ['a b'], ['a'.repeat(33)]])('refuses the attribute name %j', (name) => {
  expect(attributeName.safeParse(name).success).toBe(false);
});
