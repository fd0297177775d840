import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { RevocationTable } from './revocation-table.ts';
import type { NamedReason, Revocation } from './revocation.ts';

const NOW = 1_800_000_000;
const TOLERANCE = 5;
const DAY = 24 * 60 * 60;

const caller = (claims: Record<string, unknown> = {}, groups: string[] = []): Principal => ({
  kind: 'user',
  sub: 'alice',
  clientId: 'client',
  groups,
  scopes: [],
  claims: { iat: NOW, origin_jti: 'session-1', jti: 'token-1', ...claims },
});
const user = (sub = 'alice', reason: NamedReason = 'sign-out') => ({ kind: 'user', sub, reason }) as const;
const session = (originJti = 'session-1') => ({ kind: 'session', originJti, reason: 'revoked' }) as const;
const change = (group: string, member: boolean): Revocation => ({
  ...user('alice', 'groups'),
  change: { group, member },
});
const EVERY_KIND: Revocation[] = [
  user(),
  session(),
  { kind: 'token', jti: 'token-1', reason: 'revoked' },
  { kind: 'group', name: 'admin' },
  { kind: 'all' },
];
const tableOf = (maxEntries?: number) =>
  new RevocationTable({ tolerance: TOLERANCE, ...(maxEntries !== undefined && { maxEntries }) });

describe('RevocationTable', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1000 }));
  afterEach(() => jest.useRealTimers());

  const isRevoked = (table: RevocationTable, principal: Principal): boolean =>
    table.find(principal) !== undefined;

  it('refuses no token while it is empty', () => {
    expect(tableOf().find(caller())).toBeUndefined();
  });

  it.each([
    [NOW - 1, true],
    [NOW, true],
    [NOW + 0.999, true],
    [NOW + 1, false],
    [NOW + 1.5, false],
  ])("refuses a user's token issued at %d: %s", (iat, expected) => {
    const table = tableOf();
    table.add(user(), NOW);
    expect(isRevoked(table, caller({ iat }))).toBe(expected);
    expect(isRevoked(table, { ...caller({ iat }), sub: 'bob' })).toBe(false);
  });

  it('refuses every token of a session, whenever it was issued, and no other', () => {
    const table = tableOf();
    table.add(session(), NOW);
    for (const iat of [NOW - 100, NOW, NOW + 100]) {
      expect(table.find(caller({ iat }))).toEqual({ reason: 'revoked', upTo: Infinity });
    }
    expect(isRevoked(table, caller({ origin_jti: 'session-2' }))).toBe(false);
    expect(isRevoked(table, caller({ origin_jti: undefined }))).toBe(false);
  });

  it('refuses one token by its id, and keeps the kinds of ids separate', () => {
    const table = tableOf();
    table.add({ kind: 'token', jti: 'token-1', reason: 'revoked' }, NOW);
    expect(isRevoked(table, caller())).toBe(true);
    expect(isRevoked(table, caller({ jti: 'token-2', origin_jti: 'token-1' }))).toBe(false);
    expect(isRevoked(table, { ...caller({ jti: undefined }, ['token-1']), sub: 'token-1' })).toBe(false);
  });

  it('refuses tokens with a revoked group that were issued up to the revocation', () => {
    const table = tableOf();
    table.add({ kind: 'group', name: 'admin' }, NOW);
    expect(table.find(caller({}, ['staff', 'admin']))).toEqual({ reason: 'groups', upTo: NOW });
    expect(isRevoked(table, caller({ iat: NOW + 1 }, ['admin']))).toBe(false);
    expect(isRevoked(table, caller({}, ['staff', 'ADMIN']))).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'undefined', ''])('treats %j as a name like any other', (name) => {
    const table = tableOf();
    table.add(user('someone'), NOW);
    const principal = { ...caller({ origin_jti: name, jti: name }, [name]), sub: name };
    expect(isRevoked(table, principal)).toBe(false);
    table.add(user(name), NOW);
    expect(isRevoked(table, { ...caller(), sub: name })).toBe(true);
  });

  it('never shortens a revocation', () => {
    const table = tableOf();
    expect(table.add(user(), NOW)).toBe(true);
    expect(table.add(user(), NOW - 50)).toBe(false);
    expect(isRevoked(table, caller({ iat: NOW }))).toBe(true);
    expect(table.add(user(), NOW + 1)).toBe(true);
    expect(isRevoked(table, caller({ iat: NOW + 1 }))).toBe(true);
  });

  it('keeps pools separate', () => {
    const table = new RevocationTable({ tolerance: TOLERANCE, firstPool: 'customers' });
    table.add({ ...user(), pool: 'staff' }, NOW);
    table.add(session('s'), NOW);
    const staff = { ...caller(), pool: 'staff' };
    expect([isRevoked(table, staff), isRevoked(table, caller())]).toEqual([true, false]);
    expect(isRevoked(table, { ...caller({ origin_jti: 's' }), pool: 'customers' })).toBe(true);
    expect(isRevoked(table, { ...caller({ origin_jti: 's' }), sub: 'x', pool: 'staff' })).toBe(false);
    expect(table.entries()).toEqual([
      { revocation: { ...user(), pool: 'staff' }, at: NOW },
      { revocation: session('s'), at: NOW },
    ]);
  });

  it('refuses no token of a pool without revocations', () => {
    const table = new RevocationTable({ tolerance: TOLERANCE, firstPool: 'customers' });
    table.add({ ...user(), pool: 'staff' }, NOW);
    expect(isRevoked(table, caller())).toBe(false);
  });

  it('reports a known revocation as not new', () => {
    for (const revocation of [...EVERY_KIND, user('alice', 'groups'), change('a', true)]) {
      const table = tableOf();
      expect(table.add(revocation, NOW)).toBe(true);
      expect(table.add(revocation, NOW)).toBe(false);
    }
  });

  describe('after a change of groups', () => {
    const groupsTable = (...changes: [string, boolean][]) => {
      const table = tableOf();
      for (const [group, member] of changes) table.add(change(group, member), NOW);
      return table;
    };

    it('accepts a token of that second that shows the change, and refuses one that does not', () => {
      const joined = groupsTable(['support', true]);
      expect(joined.find(caller({}, []))).toEqual({ reason: 'groups', upTo: NOW });
      expect(isRevoked(joined, caller({}, ['support']))).toBe(false);
      const left = groupsTable(['support', false]);
      expect(isRevoked(left, caller({}, ['support']))).toBe(true);
      expect(isRevoked(left, caller({}, ['other']))).toBe(false);
    });

    it('refuses every token of earlier seconds, and none of later ones', () => {
      const table = groupsTable(['support', true]);
      expect(isRevoked(table, caller({ iat: NOW - 1 }, ['support']))).toBe(true);
      expect(isRevoked(table, caller({ iat: NOW + 1 }, []))).toBe(false);
    });

    it('accepts a token of that second only if it shows every change in it', () => {
      const table = groupsTable(['a', true], ['b', false]);
      expect(isRevoked(table, caller({}, ['a']))).toBe(false);
      expect(isRevoked(table, caller({}, ['a', 'b']))).toBe(true);
      expect(isRevoked(table, caller({}, []))).toBe(true);
    });

    it('refuses every token of a second in which a group was joined and left', () => {
      const table = groupsTable(['a', true], ['a', false]);
      expect(isRevoked(table, caller({}, ['a']))).toBe(true);
      expect(isRevoked(table, caller({}, []))).toBe(true);
    });

    it('refuses every token of that second if the change is unknown', () => {
      const table = groupsTable(['a', true]);
      table.add(user('alice', 'groups'), NOW);
      expect(isRevoked(table, caller({}, ['a']))).toBe(true);
    });

    it('still refuses every token of that second after a known change follows', () => {
      const table = tableOf();
      table.add(user('alice', 'groups'), NOW);
      expect(table.add(change('a', true), NOW)).toBe(false);
      expect(isRevoked(table, caller({}, ['a']))).toBe(true);
    });

    it('still accepts a token that shows the change if that change or an earlier one is reported again', () => {
      const table = groupsTable(['a', true], ['a', true]);
      expect(table.add(change('b', true), NOW - 1)).toBe(false);
      expect(isRevoked(table, caller({}, ['a']))).toBe(false);
    });

    it('reports a further change within the second as new', () => {
      const table = groupsTable(['a', true]);
      expect(table.add(change('b', true), NOW)).toBe(true);
      expect(table.add(user('alice', 'groups'), NOW)).toBe(true);
    });

    it('keeps at most 20 changes in a second, and refuses every token of that second from the 21st on', () => {
      const names = Array.from({ length: 20 }, (_, index) => `group-${index}`);
      const table = groupsTable(...names.map((name): [string, boolean] => [name, true]));
      expect(isRevoked(table, caller({}, names))).toBe(false);
      table.add(change('one more', true), NOW);
      expect(isRevoked(table, caller({}, [...names, 'one more']))).toBe(true);
    });

    it('gives any other reason precedence, in either order', () => {
      for (const order of [
        [change('a', true), user('alice', 'disabled')],
        [user('alice', 'disabled'), change('a', true)],
      ]) {
        const table = tableOf();
        for (const each of order) table.add(each, NOW);
        expect(table.find(caller({}, ['a']))).toEqual({ reason: 'disabled', upTo: NOW });
      }
    });

    it('returns the later time if both a sign-out and a group change refuse a token', () => {
      const table = tableOf();
      table.add(user('alice', 'sign-out'), NOW);
      table.add(change('a', true), NOW + 10);
      expect(table.find(caller())).toEqual({ reason: 'sign-out', upTo: NOW + 10 });
      expect(table.find(caller({ iat: NOW + 5 }))).toEqual({ reason: 'groups', upTo: NOW + 10 });
    });
  });

  it('keeps an entry for 24 hours plus the tolerance, and then removes it', () => {
    const table = tableOf();
    table.add(user(), NOW);
    jest.setSystemTime((NOW + DAY + TOLERANCE) * 1000);
    table.add(user('bob'), NOW + DAY + TOLERANCE);
    expect(isRevoked(table, caller({ iat: NOW }))).toBe(true);
    jest.setSystemTime((NOW + DAY + TOLERANCE + 1) * 1000);
    table.add(user('carol'), NOW + DAY + TOLERANCE + 1);
    expect(isRevoked(table, caller({ iat: NOW }))).toBe(false);
    expect(table.size).toBe(2);
  });

  it('when full, refuses every token issued up to the entry that it dropped', () => {
    const table = tableOf(3);
    for (const [index, sub] of ['alice', 'b', 'c', 'd'].entries()) table.add(user(sub), NOW + index * 100);
    expect(table.size).toBe(3);
    expect(isRevoked(table, caller({ iat: NOW }))).toBe(true);
    expect(table.find({ ...caller({ iat: NOW }), sub: 'nobody' })).toEqual({
      reason: 'overflow',
      upTo: NOW + TOLERANCE,
    });
    // Plus the tolerance, because clocks may differ by that much.
    expect(isRevoked(table, { ...caller({ iat: NOW + TOLERANCE + 1 }), sub: 'nobody' })).toBe(false);
    expect(isRevoked(table, { ...caller({ iat: NOW + 100 }), sub: 'b' })).toBe(true);
  });

  it('limits each kind separately', () => {
    const table = tableOf(2);
    table.add(user(), NOW);
    for (const each of ['1', '2', '3', '4']) table.add(session(each), NOW - 1000);
    expect(isRevoked(table, { ...caller({ iat: NOW - 500 }), sub: 'bob' })).toBe(false);
    expect(isRevoked(table, caller())).toBe(true);
  });

  it('keeps the latest cutoff', () => {
    const table = tableOf();
    expect(table.add({ kind: 'all' }, NOW)).toBe(true);
    expect(table.add({ kind: 'all' }, NOW - 10)).toBe(false);
    expect(isRevoked(table, caller())).toBe(true);
    expect(isRevoked(table, caller({ iat: NOW + 1 }))).toBe(false);
  });

  it('counts entries of every kind except the cutoff', () => {
    const table = tableOf();
    expect(table.size).toBe(0);
    for (const revocation of EVERY_KIND) table.add(revocation, NOW);
    table.add(user(), NOW);
    expect(table.size).toBe(4);
  });

  it('lists every revocation, so that another table refuses the same tokens', () => {
    const table = tableOf();
    expect(table.entries()).toEqual([]);
    for (const [index, revocation] of EVERY_KIND.entries()) table.add(revocation, NOW - 100 + index);
    expect(table.entries()).toEqual(
      EVERY_KIND.map((revocation, index) => ({ revocation, at: NOW - 100 + index })),
    );
    for (const { revocation, at } of table.entries()) {
      const other = tableOf();
      other.add(revocation, at);
      expect(other.entries()).toEqual([{ revocation, at }]);
      expect(isRevoked(other, caller({ iat: NOW - 101 }, ['admin']))).toBe(true);
    }
  });

  it('lists the group changes of the latest second together with a revocation for another reason', () => {
    const table = tableOf();
    for (const each of [user(), change('a', true)]) table.add(each, NOW - 10);
    for (const each of [change('b', true), change('c', false)]) table.add(each, NOW);
    expect(table.entries()).toEqual([
      { revocation: user(), at: NOW - 10 },
      { revocation: change('b', true), at: NOW },
      { revocation: change('c', false), at: NOW },
    ]);
  });

  it.each([
    ['a known change of groups', change('a', true)],
    ['an unknown one', user('alice', 'groups')],
  ])('lists %s without a revocation for another reason', (_, revocation) => {
    const table = tableOf();
    table.add(revocation, NOW);
    expect(table.entries()).toEqual([{ revocation, at: NOW }]);
  });

  // After `groups` and `overflow` a session is renewed; after a sign-out it has ended.
  it("gives a user's own reason precedence over a cutoff, and the cutoff over a change of groups", () => {
    const table = tableOf();
    table.add({ kind: 'all' }, NOW + 10);
    table.add(user('alice', 'sign-out'), NOW);
    table.add(user('bob', 'groups'), NOW);
    expect(table.find(caller())).toEqual({ reason: 'sign-out', upTo: NOW });
    expect(table.find({ ...caller(), sub: 'bob' })).toEqual({ reason: 'overflow', upTo: NOW + 10 });
  });

  it('drops the entry that was recorded longest ago', () => {
    const table = tableOf(2);
    table.add(user('alice'), NOW);
    table.add(user('b'), NOW + 100);
    table.add(user('alice'), NOW + 200);
    table.add(user('c'), NOW + 300);
    expect(table.entries()).toEqual([
      { revocation: user('alice'), at: NOW + 200 },
      { revocation: user('c'), at: NOW + 300 },
      { revocation: { kind: 'all' }, at: NOW + 100 + TOLERANCE },
    ]);
  });

  it('holds 100,000 entries of a kind', () => {
    const table = tableOf();
    for (let index = 0; index < 100_000; index += 1) table.add(session(String(index)), NOW);
    const other = caller({ origin_jti: 'another' });
    expect([table.size, isRevoked(table, other)]).toEqual([100_000, false]);
    table.add(session('one more'), NOW);
    expect([table.size, isRevoked(table, other)]).toEqual([100_000, true]);
  });

  it('never accepts a revoked token, for any other revocations, order and limit', () => {
    const revocation = fc.record({
      kind: fc.constantFrom('user', 'session', 'token', 'group'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      reason: fc.constantFrom<NamedReason>('groups', 'sign-out', 'disabled'),
      at: fc.integer({ min: NOW - 1000, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(revocation, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (list, bound) => {
        const table = tableOf(bound);
        for (const { kind, name, reason, at } of list) {
          if (kind === 'user') table.add({ kind, sub: name, reason }, at);
          else if (kind === 'session') table.add({ kind, originJti: name, reason }, at);
          else if (kind === 'token') table.add({ kind, jti: name, reason }, at);
          else table.add({ kind: 'group', name }, at);
        }
        for (const { kind, name, at } of list) {
          const bare = { ...caller({ iat: at, origin_jti: 'x', jti: 'x' }), sub: 'x' };
          if (kind === 'user') expect(isRevoked(table, { ...bare, sub: name })).toBe(true);
          else if (kind === 'group') expect(isRevoked(table, { ...bare, groups: [name] })).toBe(true);
          else {
            const id = kind === 'session' ? { origin_jti: name } : { jti: name };
            expect(isRevoked(table, { ...bare, claims: { ...bare.claims, ...id } })).toBe(true);
          }
        }
        expect(table.size).toBeLessThanOrEqual(4 * bound);
      }),
    );
  });
});
