import { fromKey, keyOf } from './revocation-key.ts';
import type { NamedReason, Revocation } from './revocation.ts';

describe('the key of a revocation', () => {
  it.each<[Revocation, string]>([
    [{ kind: 'user', sub: 'a', reason: 'disabled' }, '["user","a","disabled"]'],
    [
      { kind: 'user', sub: 'a', reason: 'groups', change: { group: 'x"y', member: false } },
      '["user","a","groups","x\\"y",false]',
    ],
    [{ kind: 'session', originJti: 'a:b', reason: 'revoked' }, '["session","a:b","revoked"]'],
    [{ kind: 'token', jti: '', reason: 'sign-out' }, '["token","","sign-out"]'],
    [{ kind: 'group', name: 'user:a' }, '["group","user:a"]'],
    [{ kind: 'all' }, '["all"]'],
  ])('of %j is %s, and parses back', (revocation, key) => {
    expect(keyOf(revocation)).toBe(key);
    expect(fromKey(key)).toEqual(revocation);
  });

  it.each<NamedReason>(['groups', 'sign-out', 'password', 'disabled', 'deleted', 'revoked'])(
    'carries the reason %s to other instances',
    (reason) => {
      const revocation = { kind: 'session', originJti: 'a', reason } as const;
      expect(fromKey(keyOf(revocation))).toEqual(revocation);
    },
  );

  it('does not include the pool, because every pool has its own set', () => {
    expect(keyOf({ kind: 'group', name: 'a', pool: 'staff' })).toBe('["group","a"]');
  });

  it.each([
    '["device","a"]',
    '["USER","a","groups"]',
    '["user","a","unknown"]',
    '["user","a"]',
    '["user",1,"groups"]',
    '["session","a"]',
    '["group",["a"]]',
    '{"kind":"all"}',
    '"all"',
    'all:',
    'user:a',
    '',
  ])('is refused in another form: %j', (key) => {
    expect(fromKey(key)).toBeUndefined();
  });

  it('is parsed without an invalid group change', () => {
    for (const key of [
      '["user","a","groups","g"]',
      '["user","a","groups",7,true]',
      '["user","a","sign-out","g",true]',
    ]) {
      expect(fromKey(key)).not.toHaveProperty('change');
    }
  });
});
