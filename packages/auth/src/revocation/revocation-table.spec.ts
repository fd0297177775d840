import * as fc from 'fast-check';
import type { Principal } from '../principal.ts';
import { fromKey, keyOf, RevocationTable } from './revocation-table.ts';
import type { Revocation } from './revocations.ts';

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
const user = (sub = 'alice') => ({ kind: 'user', sub }) as const;
const session = (originJti = 'session-1') => ({ kind: 'session', originJti }) as const;
const EVERY_KIND: Revocation[] = [
  user(),
  session(),
  { kind: 'token', jti: 'token-1' },
  { kind: 'group', name: 'admin' },
  { kind: 'all' },
];

describe('RevocationTable', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1000 }));
  afterEach(() => jest.useRealTimers());

  it('refuses nobody while it is empty', () => {
    expect(new RevocationTable(TOLERANCE).isRevoked(caller())).toBe(false);
  });

  it.each([
    [NOW - 1, true],
    [NOW, true],
    [NOW + 0.999, true],
    [NOW + 1, false],
    [NOW + 1.5, false],
  ])("refuses a user's token issued at %d: %s, without a tolerance", (iat, expected) => {
    const table = new RevocationTable(TOLERANCE);
    table.add(user(), NOW);
    expect(table.isRevoked(caller({ iat }))).toBe(expected);
    expect(table.isRevoked({ ...caller({ iat }), sub: 'bob' })).toBe(false);
  });

  it('refuses every token of a session, whenever it was issued, and no other', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add(session(), NOW);
    for (const iat of [NOW - 100, NOW, NOW + 100]) expect(table.isRevoked(caller({ iat }))).toBe(true);
    expect(table.isRevoked(caller({ origin_jti: 'session-2' }))).toBe(false);
    expect(table.isRevoked(caller({ origin_jti: undefined }))).toBe(false);
  });

  it('refuses one token by its id, and keeps the kinds of ids apart', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add({ kind: 'token', jti: 'token-1' }, NOW);
    expect(table.isRevoked(caller())).toBe(true);
    expect(table.isRevoked(caller({ jti: 'token-2', origin_jti: 'token-1' }))).toBe(false);
    expect(table.isRevoked({ ...caller({ jti: undefined }, ['token-1']), sub: 'token-1' })).toBe(false);
  });

  it('refuses tokens that carry a revoked group and were issued up to then', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add({ kind: 'group', name: 'admin' }, NOW);
    expect(table.isRevoked(caller({}, ['staff', 'admin']))).toBe(true);
    expect(table.isRevoked(caller({ iat: NOW + 1 }, ['admin']))).toBe(false);
    expect(table.isRevoked(caller({}, ['staff', 'ADMIN']))).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'undefined', ''])('takes %j for a name like others', (name) => {
    const table = new RevocationTable(TOLERANCE);
    table.add(user('someone'), NOW);
    expect(table.isRevoked({ ...caller({ origin_jti: name, jti: name }, [name]), sub: name })).toBe(false);
    table.add(user(name), NOW);
    expect(table.isRevoked({ ...caller(), sub: name })).toBe(true);
  });

  it('never shortens what is revoked', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add(user(), NOW);
    table.add(user(), NOW - 50);
    expect(table.isRevoked(caller({ iat: NOW }))).toBe(true);
    table.add(user(), NOW + 1);
    expect(table.isRevoked(caller({ iat: NOW + 1 }))).toBe(true);
  });

  it('keeps an entry for 24 hours and the tolerance, and then lets it go', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add(user(), NOW);
    jest.setSystemTime((NOW + DAY + TOLERANCE) * 1000);
    table.add(user('bob'), NOW + DAY + TOLERANCE);
    expect(table.isRevoked(caller({ iat: NOW }))).toBe(true);
    jest.setSystemTime((NOW + DAY + TOLERANCE + 1) * 1000);
    table.add(user('carol'), NOW + DAY + TOLERANCE + 1);
    expect(table.isRevoked(caller({ iat: NOW }))).toBe(false);
    expect(table.size).toBe(2);
  });

  it('at its bound refuses tokens issued up to the entry that gave way, whosever they are, and forgets nothing', () => {
    const table = new RevocationTable(TOLERANCE, 3);
    for (const [index, sub] of ['alice', 'b', 'c', 'd'].entries()) table.add(user(sub), NOW + index * 100);
    expect(table.size).toBe(3);
    expect(table.isRevoked(caller({ iat: NOW }))).toBe(true);
    expect(table.isRevoked({ ...caller({ iat: NOW }), sub: 'nobody' })).toBe(true);
    // Up to the tolerance more, since clocks differ by that much.
    expect(table.isRevoked({ ...caller({ iat: NOW + TOLERANCE + 1 }), sub: 'nobody' })).toBe(false);
    expect(table.isRevoked({ ...caller({ iat: NOW + 100 }), sub: 'b' })).toBe(true);
  });

  it('bounds each kind by itself', () => {
    const table = new RevocationTable(TOLERANCE, 2);
    table.add(user(), NOW);
    for (const each of ['1', '2', '3', '4']) table.add(session(each), NOW - 1000);
    expect(table.isRevoked({ ...caller({ iat: NOW - 500 }), sub: 'bob' })).toBe(false);
    expect(table.isRevoked(caller())).toBe(true);
  });

  it('takes the floor for one of everybody', () => {
    const table = new RevocationTable(TOLERANCE);
    table.add({ kind: 'all' }, NOW);
    table.add({ kind: 'all' }, NOW - 10);
    expect(table.isRevoked(caller())).toBe(true);
    expect(table.isRevoked(caller({ iat: NOW + 1 }))).toBe(false);
  });

  it('counts what is revoked, of every kind but the floor', () => {
    const table = new RevocationTable(TOLERANCE);
    expect(table.size).toBe(0);
    for (const revocation of EVERY_KIND) table.add(revocation, NOW);
    table.add(user(), NOW);
    expect(table.size).toBe(4);
  });

  it('tells all that is revoked, so that another table refuses the same', () => {
    const table = new RevocationTable(TOLERANCE);
    expect(table.entries()).toEqual([]);
    for (const [index, revocation] of EVERY_KIND.entries()) table.add(revocation, NOW - 100 + index);
    expect(table.entries()).toEqual(
      EVERY_KIND.map((revocation, index) => ({ revocation, at: NOW - 100 + index })),
    );
    for (const { revocation, at } of table.entries()) {
      const other = new RevocationTable(TOLERANCE);
      other.add(revocation, at);
      expect(other.entries()).toEqual([{ revocation, at }]);
      expect(other.isRevoked(caller({ iat: NOW - 101 }, ['admin']))).toBe(true);
    }
  });

  it('takes an entry that is recorded anew for the latest, which gives way last', () => {
    const table = new RevocationTable(TOLERANCE, 2);
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

  it('holds 100,000 of a kind', () => {
    const table = new RevocationTable(TOLERANCE);
    for (let index = 0; index < 100_000; index += 1) table.add(session(String(index)), NOW);
    expect([table.size, table.isRevoked(caller({ origin_jti: 'another' }))]).toEqual([100_000, false]);
    table.add(session('one more'), NOW);
    expect([table.size, table.isRevoked(caller({ origin_jti: 'another' }))]).toEqual([100_000, true]);
  });

  it('never lets a revoked token through, whatever else is revoked, in whatever order, within any bound', () => {
    const revocation = fc.record({
      kind: fc.constantFrom('user', 'session', 'token', 'group'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.integer({ min: NOW - 1000, max: NOW }),
    });
    fc.assert(
      fc.property(fc.array(revocation, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (list, bound) => {
        const table = new RevocationTable(TOLERANCE, bound);
        for (const { kind, name, at } of list) {
          if (kind === 'user') table.add(user(name), at);
          else if (kind === 'session') table.add(session(name), at);
          else if (kind === 'token') table.add({ kind, jti: name }, at);
          else table.add({ kind: 'group', name }, at);
        }
        for (const { kind, name, at } of list) {
          const bare = { ...caller({ iat: at, origin_jti: 'x', jti: 'x' }), sub: 'x' };
          if (kind === 'user') expect(table.isRevoked({ ...bare, sub: name })).toBe(true);
          else if (kind === 'group') expect(table.isRevoked({ ...bare, groups: [name] })).toBe(true);
          else {
            const id = kind === 'session' ? { origin_jti: name } : { jti: name };
            expect(table.isRevoked({ ...bare, claims: { ...bare.claims, ...id } })).toBe(true);
          }
        }
        expect(table.size).toBeLessThanOrEqual(4 * bound);
      }),
    );
  });
});

describe('the key of a revocation', () => {
  it.each<[Revocation, string]>([
    [user('a'), 'user:a'],
    [session('a:b'), 'session:a:b'],
    [{ kind: 'token', jti: '' }, 'token:'],
    [{ kind: 'group', name: 'user:a' }, 'group:user:a'],
    [{ kind: 'all' }, 'all:'],
  ])('of %j is %s, and the other way round', (revocation, key) => {
    expect(keyOf(revocation)).toBe(key);
    expect(fromKey(key)).toEqual(revocation);
  });

  it.each(['device:a', 'USER:a', ':a', '', 'users:a'])(
    'of a kind that is not known here means nothing (%j)',
    (key) => {
      expect(fromKey(key)).toBeUndefined();
    },
  );
});
