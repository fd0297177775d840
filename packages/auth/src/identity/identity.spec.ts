import { toIdentity } from './identity.ts';

const identityOf = (claims: Record<string, unknown>) => toIdentity(claims, { username: 'from-access' });

describe('toIdentity', () => {
  it('reads names, attributes, roles and claims', () => {
    const claims = {
      sub: 'sub-1',
      'cognito:username': 'alice',
      'cognito:roles': ['arn:one', 'arn:two'],
      'cognito:preferred_role': 'arn:one',
      email: 'alice@example.com',
      email_verified: true,
      'custom:tenant': 'north',
      updated_at: 1700000000,
      address: { formatted: '1 Road' },
      'cognito:groups': ['admin'],
      token_use: 'id',
    };
    expect(identityOf(claims)).toEqual({
      sub: 'sub-1',
      username: 'alice',
      email: 'alice@example.com',
      emailVerified: true,
      roles: ['arn:one', 'arn:two'],
      preferredRole: 'arn:one',
      attributes: {
        email: 'alice@example.com',
        email_verified: 'true',
        'custom:tenant': 'north',
        updated_at: '1700000000',
        address: '1 Road',
      },
      claims,
    });
  });

  it('omits absent claims, and falls back to the username of the access token', () => {
    const claims = { sub: 'sub-1' };
    expect(identityOf(claims)).toEqual({
      sub: 'sub-1',
      username: 'from-access',
      attributes: {},
      roles: [],
      claims,
    });
  });

  it('ignores claims of an unexpected type', () => {
    const claims = {
      sub: 'sub-1',
      'cognito:username': 1,
      'cognito:roles': 'arn:one',
      'cognito:preferred_role': ['arn:one'],
      email: { text: 'alice@example.com' },
      name: null,
      profile: ['x'],
      address: { street: 'Road' },
    };
    expect(identityOf(claims)).toStrictEqual({
      sub: 'sub-1',
      username: 'from-access',
      attributes: {},
      roles: [],
      claims,
    });
    expect(identityOf({ sub: 's', 'cognito:roles': ['arn:one', 1] }).roles).toEqual(['arn:one']);
  });

  it.each([
    [true, true],
    ['true', true],
    [false, false],
    ['false', false],
    ['yes', false],
    [1, false],
  ])('reads email_verified %p as %p', (value, verified) => {
    expect(identityOf({ email_verified: value }).emailVerified).toBe(verified);
  });

  it.each([
    'address',
    'birthdate',
    'email',
    'email_verified',
    'family_name',
    'gender',
    'given_name',
    'locale',
    'middle_name',
    'name',
    'nickname',
    'phone_number',
    'phone_number_verified',
    'picture',
    'preferred_username',
    'profile',
    'updated_at',
    'website',
    'zoneinfo',
    'custom:anything',
  ])('counts %s as an attribute', (name) => {
    expect(identityOf({ [name]: 'x' }).attributes).toEqual({ [name]: 'x' });
  });

  it.each(['aud', 'nonce', 'cognito:groups', 'x-custom:y', 'dev:custom:z', ''])(
    'does not count %j as an attribute',
    (name) => {
      expect(identityOf({ [name]: 'x' }).attributes).toEqual({});
    },
  );

  it('returns a frozen identity', () => {
    const identity = identityOf({ sub: 's', name: 'n', 'cognito:roles': ['r'] });
    for (const part of [identity, identity.attributes, identity.roles, identity.claims])
      expect(Object.isFrozen(part)).toBe(true);
  });
});
