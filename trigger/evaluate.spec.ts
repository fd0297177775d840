import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkClaims } from '../packages/auth/src/tokens/claims.ts';
import { applyAnswer } from './apply';
import { evaluate } from './evaluate';
import { triggerHandler } from './handler';
import { rulesFile, type Rule } from './rules.schema';
import { makeEvent, simulate, tokensBefore } from './simulate';

const USER = {
  username: 'bob',
  attributes: { sub: 'sub-of-bob', email: 'bob@example.com', 'custom:tenant': 'north', 'custom:level': '7' },
  groups: ['support', 'admin'],
};

const event = (overrides: object = {}): Record<string, unknown> => ({
  ...makeEvent({
    userPoolId: 'eu-west-1_Pool',
    clientId: 'web',
    user: USER,
    scopes: ['openid'],
    source: 'Authentication',
  }),
  ...overrides,
});

const machineEvent = makeEvent({
  userPoolId: 'eu-west-1_Pool',
  clientId: 'batch',
  scopes: ['lifeguard/users.read'],
  source: 'ClientCredentials',
});

const rules = (...given: unknown[]): readonly Rule[] => rulesFile.parse({ rules: given }).rules;

const accessAfter = async (given: readonly Rule[], of: unknown = event()) =>
  (await simulate(given, of)).after.access;

describe('the conditions of a rule', () => {
  const claims = { access: { claims: { hit: true } } };

  it.each([
    ['no condition', {}],
    ['a group of the user', { groups: 'support' }],
    ['any of several groups', { groups: ['nobody', 'admin'] }],
    ['the app client', { client: ['web'] }],
    ['an attribute with that value', { attributes: { 'custom:tenant': 'north' } }],
    ['an attribute with one of the values', { attributes: { 'custom:tenant': ['south', 'north'] } }],
    ['an attribute that is present', { attributes: { email: { present: true } } }],
    ['an attribute that is absent', { attributes: { phone_number: { present: false } } }],
    ['a person', { machine: false }],
    ['a source without its prefix', { sources: 'Authentication' }],
    ['a source with its prefix', { sources: ['TokenGeneration_Authentication'] }],
    ['all conditions together', { groups: 'support', client: 'web', machine: false }],
  ])('hold for %s', async (_title, when) => {
    expect(await accessAfter(rules({ when, ...claims }))).toHaveProperty('hit', true);
  });

  it.each([
    ['a group in another case', { groups: 'Support' }],
    ['another app client', { client: 'mobile' }],
    ['another value of the attribute', { attributes: { 'custom:tenant': 'nort' } }],
    ['an attribute that is absent', { attributes: { phone_number: { present: true } } }],
    [
      'an attribute named like a member of Object.prototype',
      { attributes: { constructor: { present: true } } },
    ],
    ['a machine', { machine: true }],
    ['another source', { sources: ['RefreshTokens'] }],
    ['one condition of two that fails', { groups: 'support', client: 'mobile' }],
  ])('fail for %s', async (_title, when) => {
    expect(await accessAfter(rules({ when, ...claims }))).not.toHaveProperty('hit');
  });
});

describe('the changes of a rule', () => {
  it('sets claims from constants of every type', async () => {
    const claims = { text: 'a', number: 1.5, flag: false, list: ['a', 2], object: { a: { b: true } } };
    expect(await accessAfter(rules({ access: { claims } }))).toMatchObject(claims);
  });

  it.each([
    [{ fromAttribute: 'custom:tenant' }, 'north'],
    [{ fromAttribute: 'custom:level', as: 'number' }, 7],
    [{ fromAttribute: 'custom:none', default: 'x' }, 'x'],
    [{ fromAttribute: 'custom:tenant', as: 'number', default: 0 }, 0],
    [{ fromAttribute: 'custom:tenant', as: 'list' }, ['north']],
    [{ value: { fromAttribute: 'not a source' } }, { fromAttribute: 'not a source' }],
  ])('sets a claim to the value of %j', async (value, expected) => {
    expect((await accessAfter(rules({ access: { claims: { tenant: value } } })))['tenant']).toEqual(expected);
  });

  it('sets a claim from client metadata', async () => {
    const of = event({ request: { clientMetadata: { device: 'kiosk', flags: '["a"]' } } });
    const claims = {
      device: { fromClientMetadata: 'device' },
      flags: { fromClientMetadata: 'flags', as: 'list' },
    };
    expect(await accessAfter(rules({ access: { claims } }), of)).toMatchObject({
      device: 'kiosk',
      flags: ['a'],
    });
  });

  it('omits a claim whose attribute is missing', async () => {
    const given = rules({ access: { claims: { tenant: { fromAttribute: 'custom:none' } } } });
    expect(await accessAfter(given)).not.toHaveProperty('tenant');
  });

  it('applies later rules last, and appends to claims of earlier ones', async () => {
    const given = rules(
      { access: { claims: { tier: 'a', roles: ['x'] }, suppress: 'gone', suppressScopes: 'openid' } },
      { access: { claims: { tier: 'b', roles: { append: ['y'] }, gone: 1 }, addScopes: 'openid' } },
      { access: { suppress: 'tier' } },
    );
    const after = await accessAfter(given);
    expect(after).toMatchObject({ roles: ['x', 'y'], gone: 1, scope: 'openid' });
    expect(after).not.toHaveProperty('tier');
  });

  it('does not change the groups if no rule names them', () => {
    const response = evaluate(rules({ access: { claims: { a: 1 } } }), event());
    expect(JSON.stringify(response)).not.toContain('groupOverrideDetails');
  });

  it.each([
    [['only'], ['only']],
    [{ add: 'extra' }, ['support', 'admin', 'extra']],
    [{ remove: 'admin' }, ['support']],
    [{ add: ['support'], remove: ['admin'] }, ['support']],
  ])('changes the groups of both tokens with %j', async (groups, expected) => {
    const { after } = await simulate(rules({ groups }), event());
    expect(after.access['cognito:groups']).toEqual(expected);
    expect(after.id?.['cognito:groups']).toEqual(expected);
  });

  it('gives a machine claims and scopes, and never groups or an ID token', async () => {
    const given = rules({
      access: { claims: { a: 1 }, addScopes: 'x/y' },
      id: { claims: { b: 1 } },
      groups: ['g'],
    });
    const { answer, after } = await simulate(given, machineEvent);
    expect(after.access).toMatchObject({ a: 1, scope: 'lifeguard/users.read x/y' });
    expect(after).not.toHaveProperty('id');
    expect(JSON.stringify(answer['response'])).not.toMatch(/groupOverride|idTokenGeneration/);
  });
});

describe('the answer of the trigger', () => {
  const given = rules({
    access: { claims: { a: 1 } },
    id: { claims: { b: 2, c: ['x'] }, suppress: 'email' },
  });

  it('has the form of version 1, with strings in the ID token only', () => {
    expect(evaluate(given, event({ version: '1' }))).toEqual({
      claimsOverrideDetails: { claimsToAddOrOverride: { b: '2', c: '["x"]' }, claimsToSuppress: ['email'] },
    });
  });

  it.each(['2', '3'])('has the form of version %s', (version) => {
    expect(evaluate(given, event({ version }))).toEqual({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { b: 2, c: ['x'] }, claimsToSuppress: ['email'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { a: 1 },
          claimsToSuppress: [],
          scopesToAdd: [],
          scopesToSuppress: [],
        },
      },
    });
  });

  it.each([null, 1, 'x', [], {}, { request: null }, { version: '9', request: { userAttributes: 3 } }])(
    'is returned for %j without throwing',
    async (odd) => {
      await expect(triggerHandler(given)(odd)).resolves.toHaveProperty('response');
    },
  );
});

describe('any rules and events', () => {
  const claimName = fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.constantFrom(
      'sub',
      'iss',
      'scope',
      'aud',
      'username',
      'cognito:foo',
      'custom',
      'address',
      '__proto__',
    ),
  );
  const claimValue = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constant(2 ** 63),
    fc.constant({ fromAttribute: 'custom:json', as: 'json' }),
  );
  const anyRule = fc.record(
    {
      access: fc.record(
        {
          claims: fc.dictionary(claimName, claimValue),
          suppress: fc.array(claimName, { minLength: 1 }),
          addScopes: fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
        },
        { requiredKeys: [] },
      ),
      id: fc.record({ claims: fc.dictionary(claimName, claimValue) }, { requiredKeys: [] }),
      groups: fc.array(fc.string({ minLength: 1 })),
    },
    { requiredKeys: [] },
  );
  const deep = `${'['.repeat(120)}${']'.repeat(120)}`;

  it('never change a claim that Cognito fixes, and never result in a token that the service refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRule, { maxLength: 4 }), async (raw) => {
        const parsed = rulesFile.safeParse({ rules: raw });
        fc.pre(parsed.success);
        const of = event({ request: { userAttributes: { ...USER.attributes, 'custom:json': deep } } });
        const before = tokensBefore(of);
        const { access, dropped } = applyAnswer(
          before,
          of,
          await triggerHandler(parsed.data?.rules ?? [])(of),
        );
        for (const name of ['sub', 'iss', 'client_id', 'username', 'token_use']) {
          expect(access[name]).toEqual(before.access[name]);
        }
        expect(dropped).toEqual([]);
        expect(JSON.parse(JSON.stringify(access))).toEqual(access);
        // The checks of the service for every access token.
        const now = Math.floor(Date.now() / 1000);
        const times = { iat: now, exp: now + 3600 };
        expect(() => checkClaims({ ...access, ...times }, new Set(['web']), 5, now)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
