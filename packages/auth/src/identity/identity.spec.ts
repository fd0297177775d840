import { toIdentity } from './identity.ts';

const identityOf = (claims: Record<string, unknown>) => toIdentity(claims, { username: 'from-access' });

describe('the identity in the claims of an ID token', () => {
  it('has what Cognito says of a person', () => {
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

  it('has nothing that the token does not say, and the username of the access token', () => {
    const claims = { sub: 'sub-1' };
    expect(identityOf(claims)).toEqual({
      sub: 'sub-1',
      username: 'from-access',
      attributes: {},
      roles: [],
      claims,
    });
  });

  it('takes nothing of another type', () => {
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
    expect(identityOf(claims)).toEqual({
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
  ])('email_verified %p is %p', (value, verified) => {
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
  ])('takes %s for an attribute', (name) => {
    expect(identityOf({ [name]: 'x' }).attributes).toEqual({ [name]: 'x' });
  });

  it.each(['aud', 'nonce', 'cognito:groups', 'x-custom:y', 'dev:custom:z', ''])(
    'takes %j for none',
    (name) => {
      expect(identityOf({ [name]: 'x' }).attributes).toEqual({});
    },
  );

  it('cannot be changed', () => {
    const identity = identityOf({ sub: 's', name: 'n', 'cognito:roles': ['r'] });
    for (const part of [identity, identity.attributes, identity.roles, identity.claims])
      expect(Object.isFrozen(part)).toBe(true);
  });
});
