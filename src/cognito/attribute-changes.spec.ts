import { describe, expect, it } from '@jest/globals';
import { attributesBefore } from './attribute-changes';

describe('attributesBefore', () => {
  const before = {
    sub: 's',
    name: 'Alice',
    email: 'a@example.com',
    email_verified: 'true',
    phone_number_verified: 'false',
  };

  it.each<[string, string[], Record<string, string>, string[]]>([
    ['a value that changed', ['name'], { name: 'Alice' }, []],
    ['a value that was absent', ['nickname'], {}, ['nickname']],
    ['an address with its verification', ['email'], { email: 'a@example.com', email_verified: 'true' }, []],
    [
      'a phone number that was absent',
      ['phone_number'],
      { phone_number_verified: 'false' },
      ['phone_number'],
    ],
    ['an attribute named like a member of every object', ['toString'], {}, ['toString']],
  ])('restores %s', (_case, names, values, absent) => {
    expect(attributesBefore(before, names, true)).toEqual({ values, absent });
  });

  it('omits whether an address was verified if the owner may not write that', () => {
    expect(attributesBefore(before, ['email'], false)).toEqual({
      values: { email: 'a@example.com' },
      absent: [],
    });
  });
});
