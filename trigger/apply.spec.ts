import { describe, expect, it } from '@jest/globals';
import { applyAnswer } from './apply';

const BEFORE = {
  access: {
    sub: 's',
    client_id: 'web',
    scope: 'openid phone',
    'cognito:groups': ['a', 'b'],
    username: 'bob',
  },
  id: { sub: 's', aud: 'web', email: 'b@example.com', 'cognito:groups': ['a', 'b'], 'cognito:roles': ['r'] },
};

const event = {
  version: '3',
  triggerSource: 'TokenGeneration_Authentication',
  callerContext: { clientId: 'web' },
};

const apply = (details: object, of: object = event) =>
  applyAnswer(BEFORE, of, { ...of, response: { claimsAndScopeOverrideDetails: details } });

describe('applyAnswer, as Cognito documents it (no Cognito involved)', () => {
  it('does not change the tokens for an empty answer', () => {
    expect(apply({})).toEqual({ ...BEFORE, dropped: [] });
    expect(applyAnswer(BEFORE, event, { response: { claimsAndScopeOverrideDetails: null } }).access).toEqual(
      BEFORE.access,
    );
  });

  it('refuses an answer without a response', () => {
    expect(() => applyAnswer(BEFORE, event, {})).toThrow('no response');
    expect(() => applyAnswer(BEFORE, event, undefined)).toThrow('no response');
  });

  it('adds claims and scopes, and suppresses them even if they are also added', () => {
    const { access, dropped } = apply({
      accessTokenGeneration: {
        claimsToAddOrOverride: { tier: ['gold'], gone: 1 },
        claimsToSuppress: ['gone'],
        scopesToAdd: ['orders/read', 'phone'],
        scopesToSuppress: ['phone'],
      },
    });
    expect(access).toEqual({ ...BEFORE.access, tier: ['gold'], scope: 'openid orders/read' });
    expect(dropped).toEqual([]);
  });

  it.each(['sub', 'iss', 'username', 'cognito:username', 'scope', 'dev:x'])('drops the claim %s', (name) => {
    const { access, dropped } = apply({ accessTokenGeneration: { claimsToAddOrOverride: { [name]: 'x' } } });
    expect(access).toEqual(BEFORE.access);
    expect(dropped).toMatchObject([{ token: 'access', what: `claim ${name}` }]);
  });

  it('accepts aud in the access token only as the app client, and never in the ID token', () => {
    const audience = (aud: string) => ({ claimsToAddOrOverride: { aud } });
    expect(apply({ accessTokenGeneration: audience('web') }).access).toHaveProperty('aud', 'web');
    expect(apply({ accessTokenGeneration: audience('other') }).access).not.toHaveProperty('aud');
    expect(apply({ idTokenGeneration: audience('web') }).dropped).toMatchObject([{ token: 'id' }]);
  });

  it('drops a scope with a space', () => {
    expect(apply({ accessTokenGeneration: { scopesToAdd: ['a b'] } })).toMatchObject({
      access: BEFORE.access,
      dropped: [{ what: 'scope a b' }],
    });
  });

  it('replaces the groups of both tokens, and removes them if the override is empty or null', () => {
    expect(apply({ groupOverrideDetails: { groupsToOverride: ['c'] } })).toMatchObject({
      access: { 'cognito:groups': ['c'] },
      id: { 'cognito:groups': ['c'] },
    });
    for (const nothing of [{}, null]) {
      const { access, id } = apply({ groupOverrideDetails: nothing });
      expect(access).not.toHaveProperty('cognito:groups');
      expect(id).not.toHaveProperty('cognito:groups');
    }
  });

  it('suppresses the roles together with the groups', () => {
    const { access, id } = apply({ idTokenGeneration: { claimsToSuppress: ['cognito:groups'] } });
    expect(access['cognito:groups']).toEqual(['a', 'b']);
    expect(id).toEqual({ sub: 's', aud: 'web', email: 'b@example.com' });
  });

  it('changes only the ID token and the groups for version 1', () => {
    const of = { ...event, version: '1' };
    const details = {
      claimsToAddOrOverride: { tier: 'gold' },
      claimsToSuppress: ['email'],
      groupOverrideDetails: { groupsToOverride: ['c'] },
    };
    const { access, id } = applyAnswer(BEFORE, of, { response: { claimsOverrideDetails: details } });
    expect(access).toEqual({ ...BEFORE.access, 'cognito:groups': ['c'] });
    expect(id).toEqual({
      sub: 's',
      aud: 'web',
      tier: 'gold',
      'cognito:groups': ['c'],
      'cognito:roles': ['r'],
    });
  });
});
