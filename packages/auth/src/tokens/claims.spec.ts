import * as fc from 'fast-check';
import type { TokenClaims } from '../principal.ts';
import { Problem } from '../problem.ts';
import { checkClaims, toPrincipal } from './claims.ts';

const NOW = 1_800_000_000.25;
const CLIENT_IDS = new Set(['client', 'other']);
const TOLERANCE = 5;
const GOOD: TokenClaims = {
  iss: 'https://pool',
  token_use: 'access',
  client_id: 'client',
  sub: 'sub-1',
  username: 'alice',
  iat: 1_799_999_999,
  exp: 1_800_003_600,
};
const MACHINE: TokenClaims = { ...GOOD, username: undefined, sub: 'client' };

const verdict = (claims: TokenClaims): string => {
  try {
    checkClaims(claims, CLIENT_IDS, TOLERANCE, NOW);
    return 'accepted';
  } catch (error) {
    return error instanceof Problem ? error.code : 'another error';
  }
};

describe('checkClaims', () => {
  it('accepts the claims of a person and of a machine', () => {
    expect([verdict(GOOD), verdict(MACHINE)]).toEqual(['accepted', 'accepted']);
  });

  it.each<[string, number, string]>([
    ['exp', NOW - 5, 'token_expired'],
    ['exp', NOW - 4.75, 'accepted'],
    ['exp', NOW - 5.25, 'token_expired'],
    ['exp', NOW, 'accepted'],
    ['nbf', NOW + 5, 'accepted'],
    ['nbf', NOW + 5.25, 'token_invalid'],
    ['iat', NOW + 5, 'accepted'],
    ['iat', NOW + 5.25, 'token_invalid'],
    ['iat', 0, 'accepted'],
    ['iat', -1, 'accepted'],
  ])('checks %s = %d: %s', (name, value, expected) => {
    expect(verdict({ ...GOOD, [name]: value })).toBe(expected);
  });

  it.each(['exp', 'iat', 'nbf'])('accepts only a finite number as %s', (name) => {
    for (const value of [Number.NaN, Infinity, -Infinity, '1800003600', null, true, [], {}, 1n]) {
      expect(verdict({ ...GOOD, [name]: value })).toBe('token_invalid');
    }
  });

  it.each<[string, unknown[]]>([
    ['token_use', [undefined, 'id', 'refresh', 'Access', '', ['access']]],
    ['client_id', [undefined, 'another', 'CLIENT', '', ['client'], null]],
    ['sub', [undefined, '', null, 1, ['sub-1']]],
    ['username', ['', null, 1, ['alice']]],
    ['jti', ['', null, 1, ['a']]],
    ['origin_jti', ['', null, 1, ['a']]],
    ['scope', [null, 1, ['a']]],
    ['cognito:groups', [null, 'admin', 1, { 0: 'a', length: 1 }, [1], ['a', 1], [['a']], [null]]],
  ])('refuses invalid values of %s', (name, values) => {
    for (const value of values) {
      expect([value, verdict({ ...GOOD, [name]: value })]).toEqual([value, 'token_invalid']);
    }
  });

  it.each<[string, unknown[]]>([
    ['client_id', ['client', 'other']],
    ['username', ['alice', undefined]],
    ['jti', ['a', undefined]],
    ['origin_jti', ['a', undefined]],
    ['scope', ['a', 'a b', '', undefined]],
    ['cognito:groups', [['a'], ['a', 'b'], [''], [], undefined]],
    ['nbf', [1, undefined]],
    ['anything else', [null, 1, 'a', [null]]],
  ])('accepts every valid value of %s', (name, values) => {
    for (const value of values) {
      expect([value, verdict({ ...GOOD, [name]: value })]).toEqual([value, 'accepted']);
    }
  });

  it('throws nothing but a Problem, for any claims', () => {
    const claims = fc.dictionary(
      fc.constantFrom(...Object.keys(GOOD), 'nbf', 'scope', 'cognito:groups', 'jti'),
      fc.anything(),
    );
    fc.assert(
      fc.property(claims, (odd) => {
        expect(verdict({ ...GOOD, ...odd })).not.toBe('another error');
        expect(['token_invalid', 'token_expired']).toContain(verdict(odd));
      }),
    );
  });

  it('reports the app client of an expired token of another app client', () => {
    expect(verdict({ ...GOOD, client_id: 'another', exp: 1 })).toBe('token_invalid');
  });
});

describe('toPrincipal', () => {
  it('returns a person for a token with a username', () => {
    const claims = { ...GOOD, scope: 'a  b ', 'cognito:groups': ['x', 'y'] };
    expect(toPrincipal(claims)).toEqual({
      kind: 'user',
      sub: 'sub-1',
      username: 'alice',
      clientId: 'client',
      groups: ['x', 'y'],
      scopes: ['a', 'b'],
      claims,
    });
  });

  it('returns no groups and no scopes if the token has none', () => {
    for (const scope of [undefined, '', ' ']) {
      expect(toPrincipal({ ...GOOD, scope })).toMatchObject({ groups: [], scopes: [] });
    }
    expect(toPrincipal({ ...GOOD, scope: 'only' }).scopes).toEqual(['only']);
  });

  it('keeps a claim of null', () => {
    const claims = { ...GOOD, custom: null, list: [null] };
    expect(toPrincipal(claims).claims).toEqual(claims);
  });

  it('returns a machine if the sub is the app client, ignoring the groups claim', () => {
    const claims = { ...MACHINE, 'cognito:groups': ['admin'] };
    const principal = toPrincipal(claims);
    expect(principal).toEqual({
      kind: 'client',
      sub: 'client',
      clientId: 'client',
      groups: [],
      scopes: [],
      claims,
    });
    expect(principal).not.toHaveProperty('username');
  });

  it.each([
    ['no username and a sub that is not the client id', { username: undefined }],
    ['the sub of another app client', { username: undefined, sub: 'other' }],
    ['the username of an ID token', { username: undefined, 'cognito:username': 'alice' }],
  ])('refuses a token with %s', (_, claims) => {
    expect(() => toPrincipal({ ...GOOD, ...claims })).toThrow('neither a person nor a machine');
  });

  it('returns a deeply frozen principal', () => {
    const principal = toPrincipal({ ...GOOD, 'cognito:groups': ['x'], custom: { list: [{ a: 1 }] } });
    const { groups, scopes, claims } = principal as unknown as {
      groups: string[];
      scopes: string[];
      claims: { custom: { list: { a: number }[] }; 'cognito:groups': string[] };
    };
    const [first] = claims.custom.list;
    for (const change of [
      () => groups.push('admin'),
      () => scopes.push('all'),
      () => claims['cognito:groups'].push('admin'),
      () => Object.assign(principal, { kind: 'client' }),
      () => Object.assign(first ?? {}, { a: 2 }),
    ]) {
      expect(change).toThrow(TypeError);
    }
  });

  it('names the pool only if there are several', () => {
    expect(toPrincipal(GOOD)).not.toHaveProperty('pool');
    expect(toPrincipal(GOOD, 'staff')).toEqual({ ...toPrincipal(GOOD), pool: 'staff' });
    expect(Object.isFrozen(toPrincipal(MACHINE, 'staff'))).toBe(true);
  });
});
