import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { groupChanges, newGroup } from '../cognito/group.schema';
import { groupName, userPath } from '../cognito/names.schema';
import { pageRequest } from '../cognito/page.schema';
import { userQuery } from '../cognito/user.schema';
import { attributeChanges, newPassword, newUser } from './users/user-bodies.schema';

const long = (length: number, character = 'a') => character.repeat(length);
const loneSurrogate = '\ud83e';

/** The paths of the faults in a value; empty for a valid value. */
const faults = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a valid body or query', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['the shortest username', userPath, { username: 'a' }],
    ['the longest username, by code point', userPath, { username: long(128, '🦄') }],
    ['an unusual username', userPath, { username: ' ../%2F\t"é" ' }],
    ['the longest group name, by code point', groupName, long(128, '🦄')],
    [
      'a user with all members',
      newUser,
      {
        username: 'zoe',
        attributes: { email: 'zoe@example.com', 'custom:tenant': '' },
        temporaryPassword: 'x',
        sendInvitation: false,
        groups: ['support'],
      },
    ],
    ['changes of attributes', attributeChanges, { attributes: { name: 'Zoe', nickname: null } }],
    ['the longest value', attributeChanges, { attributes: { name: long(2048) } }],
    ['a password', newPassword, { password: long(256), permanent: false }],
    ['a group with all members', newGroup, { name: 'a', description: '', precedence: 2 ** 31 - 1 }],
    ['one change of a group', groupChanges, { precedence: 0 }],
  ])('%s', (_case, schema, value) => {
    expect(faults(schema, value)).toEqual([]);
  });
});

describe('an invalid body or query', () => {
  const attributes = { name: 'a' };
  it.each<[string, z.ZodType, unknown, string]>([
    ['an empty username', userPath, { username: '' }, 'username'],
    ['a username of 129 characters', userPath, { username: long(129) }, 'username'],
    ['half of a surrogate pair', userPath, { username: loneSurrogate }, 'username'],
    ['an empty group name', groupName, '', ''],
    ['a group name of 129 characters', groupName, long(129), ''],
    ['a group name with a space', groupName, 'a b', ''],
    ['a user without a name', newUser, {}, 'username'],
    ['a user with an unknown member', newUser, { username: 'a', admin: true }, ''],
    ['an attribute that is a number', newUser, { username: 'a', attributes: { name: 1 } }, 'attributes.name'],
    [
      'an attribute that is null on creation',
      newUser,
      { username: 'a', attributes: { name: null } },
      'attributes.name',
    ],
    ['an invalid attribute name', newUser, { username: 'a', attributes: { 'a b': '' } }, 'attributes.a b'],
    [
      'an attribute name that is too long',
      newUser,
      { username: 'a', attributes: { [long(33)]: '' } },
      `attributes.${long(33)}`,
    ],
    [
      'a temporary password that is too long',
      newUser,
      { username: 'a', temporaryPassword: long(257) },
      'temporaryPassword',
    ],
    ['an invitation that is text', newUser, { username: 'a', sendInvitation: 'false' }, 'sendInvitation'],
    ['an invalid group name', newUser, { username: 'a', groups: ['a', ''] }, 'groups.1'],
    ['more groups than a user can have', newUser, { username: 'a', groups: Array(101).fill('a') }, 'groups'],
    ['no changes', attributeChanges, { attributes: {} }, 'attributes'],
    ['an empty object of changes', attributeChanges, {}, 'attributes'],
    ['the removal of `sub`', attributeChanges, { attributes: { name: 'a', sub: null } }, 'attributes.sub'],
    ['a value that is too long', attributeChanges, { attributes: { name: long(2049) } }, 'attributes.name'],
    ['a change outside `attributes`', attributeChanges, { attributes, enabled: true }, ''],
    ['an empty password', newPassword, { password: '', permanent: true }, 'password'],
    ['a password that is too long', newPassword, { password: long(257), permanent: true }, 'password'],
    ['a password with an invalid `permanent`', newPassword, { password: 'a' }, 'permanent'],
    ['a description that is too long', newGroup, { name: 'a', description: long(2049) }, 'description'],
    ['a precedence below zero', newGroup, { name: 'a', precedence: -1 }, 'precedence'],
    ['a precedence that is too high', newGroup, { name: 'a', precedence: 2 ** 31 }, 'precedence'],
    ['a precedence with a fraction', newGroup, { name: 'a', precedence: 1.5 }, 'precedence'],
    ['no change of a group', groupChanges, {}, ''],
    ['a new name for a group', groupChanges, { name: 'b', precedence: 1 }, ''],
    ['a malformed filter', userQuery, { filter: 'email' }, 'filter'],
    ['two filters', userQuery, { filter: ['email = "a"', 'name = "b"'] }, 'filter'],
    ['an unknown query parameter', userQuery, { search: 'a' }, ''],
    ['an empty cursor', pageRequest, { cursor: '' }, 'cursor'],
    ['a cursor with a space', pageRequest, { cursor: 'a b' }, 'cursor'],
  ])('%s', (_case, schema, value, path) => {
    expect(faults(schema, value)).toEqual([path]);
  });
});

describe('the limit of a page', () => {
  it.each([
    [{}, 60],
    [{ limit: '1' }, 1],
    [{ limit: '60' }, 60],
  ])('for %j is %d', (query, limit) => {
    expect(pageRequest.parse(query).limit).toBe(limit);
  });

  it.each(['', '0', '61', '-1', '1.5', '1e1', '0x10', ' 5', '05', 'all', ['1', '2'], 5])(
    'refuses %j',
    (limit) => {
      expect(faults(pageRequest, { limit })).toEqual(['limit']);
    },
  );
});
