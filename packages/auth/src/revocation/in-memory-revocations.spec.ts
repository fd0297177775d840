import { InMemoryRevocations } from './in-memory-revocations.ts';
import type { RevocablePrincipal } from './revocation-table.ts';
import { nowSeconds, sessionOf } from './revocations.ts';

const iat = nowSeconds() - 10;
const caller = (members: Partial<RevocablePrincipal> = {}): RevocablePrincipal => ({
  sub: 'alice',
  groups: ['admin'],
  claims: { iat, origin_jti: 'session-1', jti: 'token-1' },
  ...members,
});
const make = (...names: (string | undefined)[]) => {
  const [first, ...others] = names.map((name) => ({ name, id: `eu-west-1_${name}` }));
  return new InMemoryRevocations({ pools: [first ?? { id: 'eu-west-1_Abc' }, ...others], tolerance: 5 });
};

describe('InMemoryRevocations', () => {
  it('are always synced and never pending', () => {
    const revocations = make();
    expect([revocations.synced, revocations.pending, revocations.size]).toEqual([true, 0, 0]);
  });

  it('refuse by user, session, token and group, each with its reason', async () => {
    const byKind = [
      { revoke: (on: InMemoryRevocations) => on.revokeSession('session-1'), reason: 'revoked' },
      { revoke: (on: InMemoryRevocations) => on.revokeToken('token-1'), reason: 'revoked' },
      {
        revoke: (on: InMemoryRevocations) => on.revokeSession('session-1', { reason: 'disabled' }),
        reason: 'disabled',
      },
      {
        revoke: (on: InMemoryRevocations) => on.revokeToken('token-1', { reason: 'deleted' }),
        reason: 'deleted',
      },
    ];
    for (const { revoke, reason } of byKind) {
      const revocations = make();
      expect(await revoke(revocations)).toBe('shared');
      expect(revocations.find(caller())?.reason).toBe(reason);
      expect(revocations.size).toBe(1);
    }
    const revocations = make();
    const [user, group] = [revocations.revokeUser('alice'), revocations.revokeGroup('staff')];
    // They take effect before the promises resolve.
    expect(revocations.find(caller())?.reason).toBe('revoked');
    expect(revocations.find(caller({ sub: 'bob', groups: ['staff'] }))?.reason).toBe('groups');
    expect(revocations.isRevoked(caller({ sub: 'bob' }))).toBe(false);
    const carol = revocations.revokeUser('carol', { reason: 'password' });
    expect(await Promise.all([user, group, carol])).toEqual(['shared', 'shared', 'shared']);
    expect(revocations.find(caller({ sub: 'carol' }))?.reason).toBe('password');
  });

  it('resolve for a user when a newly issued token is accepted', async () => {
    const revocations = make();
    const second = nowSeconds();
    await revocations.revokeUser('alice');
    expect(nowSeconds()).toBeGreaterThan(second);
    expect(revocations.isRevoked(caller({ claims: { iat: nowSeconds() } }))).toBe(false);
    expect(revocations.isRevoked(caller({ claims: { iat: second } }))).toBe(true);
  });

  it('resolve for a user early in the next second if recorded late in a second', async () => {
    const revocations = make();
    const waits: number[] = [];
    // A busy machine may delay one of them.
    for (let time = 0; time < 3; time += 1) {
      const clock = jest.spyOn(Date, 'now').mockReturnValue(nowSeconds() * 1000 + 900);
      const start = performance.now();
      const over = revocations.revokeUser('alice');
      clock.mockRestore();
      await over;
      waits.push(performance.now() - start);
    }
    expect(Math.min(...waits)).toBeLessThan(900);
  });

  it('apply to their pool, by default the first one', async () => {
    const revocations = make('customers', 'staff');
    await revocations.revokeToken('token-1', { pool: 'staff' });
    await revocations.revokeSession('session-2');
    const other = { claims: { iat, origin_jti: 'session-2' } };
    expect(revocations.isRevoked(caller({ pool: 'staff' }))).toBe(true);
    expect([revocations.isRevoked(caller()), revocations.isRevoked(caller({ pool: 'customers' }))]).toEqual([
      false,
      false,
    ]);
    expect(revocations.isRevoked(caller({ ...other, pool: 'customers' }))).toBe(true);
    expect(revocations.isRevoked(caller({ ...other, pool: 'staff' }))).toBe(false);
    await revocations.revokeSession('session-3', { pool: 'staff' });
    await Promise.all([
      revocations.revokeGroup('admin', { pool: 'staff' }),
      revocations.revokeUser('alice', { pool: 'staff' }),
    ]);
    expect(
      revocations.isRevoked(caller({ claims: { iat, origin_jti: 'session-3' }, pool: 'customers' })),
    ).toBe(false);
    expect(revocations.isRevoked(caller({ sub: 'bob', claims: { iat }, pool: 'staff' }))).toBe(true);
    expect(revocations.find(caller({ claims: { iat }, groups: [], pool: 'staff' }))?.reason).toBe('revoked');
  });

  it('notify subscribers once for each call with a new revocation', async () => {
    const revocations = make();
    let calls = 0;
    const unsubscribe = revocations.subscribe(() => (calls += 1));
    const one = { kind: 'token', jti: 'a', reason: 'revoked' } as const;
    await revocations.record([one, { ...one, jti: 'b' }]);
    expect(calls).toBe(1);
    await revocations.record([one], nowSeconds() - 60);
    expect(calls).toBe(1);
    await revocations.record([one, { ...one, jti: 'c' }], nowSeconds() - 60);
    expect(calls).toBe(2);
    unsubscribe();
    await revocations.record([{ ...one, jti: 'd' }]);
    expect(calls).toBe(2);
  });

  it('count recorded revocations by kind, new or not', async () => {
    const revocations = make();
    const one = { kind: 'token', jti: 'a', reason: 'revoked' } as const;
    await revocations.record([one, one, { kind: 'group', name: 'g' }]);
    expect([...revocations.recordedByKind]).toEqual([
      ['token', 2],
      ['group', 1],
    ]);
    await expect(revocations.catchUp()).resolves.toBeUndefined();
  });
});

describe('sessionOf', () => {
  it.each([
    [{ origin_jti: 's', jti: 't' }, undefined, { kind: 'session', originJti: 's', reason: 'sign-out' }],
    [{ jti: 't' }, undefined, { kind: 'token', jti: 't', reason: 'sign-out' }],
    [{ jti: 't' }, 'staff', { kind: 'token', jti: 't', reason: 'sign-out', pool: 'staff' }],
    [{ origin_jti: 's' }, 'staff', { kind: 'session', originJti: 's', reason: 'sign-out', pool: 'staff' }],
    [{ origin_jti: 1, jti: 2 }, undefined, undefined],
    [{}, 'staff', undefined],
  ])('revokes for the claims %j in the pool %p: %j', (claims, pool, expected) => {
    expect(sessionOf({ claims, ...(pool !== undefined && { pool }) }, 'sign-out')).toStrictEqual(expected);
  });
});
