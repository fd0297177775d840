import { createSecretKey } from 'node:crypto';
import type { UserPool } from '../pools/user-pool.ts';
import { TokenCache } from './token-cache.ts';
import type { VerifiedToken } from './token-verifier.ts';

const key = createSecretKey(Buffer.alloc(32));
const entry = (token: string, members: Partial<VerifiedToken> = {}): VerifiedToken => ({
  token,
  principal: { kind: 'user', sub: token, clientId: 'c', groups: [], scopes: [], claims: {} },
  expiresAt: Date.now() / 1000 + 60,
  key,
  pool: {} as UserPool,
  ...members,
});
const TAIL = 'T'.repeat(30);

const remember = (tokens: TokenCache, token: VerifiedToken) => tokens.offer(`Bearer ${token.token}`, token);

describe('TokenCache', () => {
  afterEach(() => jest.useRealTimers());

  it('finds a cached token', () => {
    const tokens = new TokenCache();
    const one = entry(`a.b.${TAIL}`);
    remember(tokens, one);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBe(one);
    expect(tokens.size).toBe(1);
  });

  it.each([
    ['another token with the same end', `Bearer a.c.${TAIL}`],
    ['more before it', `Bearer xa.b.${TAIL}`],
    ['more after it', `Bearer a.b.${TAIL}x`],
    ['less', `Bearer .b.${TAIL}`],
    ['another scheme', `Beaver a.b.${TAIL}`],
    ['the scheme in another case', `bearer a.b.${TAIL}`],
    ['two spaces', `Bearer  a.b.${TAIL}`],
    ['a tab', `Bearer\ta.b.${TAIL}`],
    ['no scheme', `a.b.${TAIL}`],
    ['only the end', TAIL.slice(-24)],
    ['as many characters before it', `1234567a.b.${TAIL}`],
    ['nothing', ''],
  ])('does not find %s', (_, header) => {
    const tokens = new TokenCache();
    remember(tokens, entry(`a.b.${TAIL}`));
    expect(tokens.find(header)).toBeUndefined();
  });

  it('does not find a token from the millisecond of its expiry on', () => {
    jest.useFakeTimers();
    const tokens = new TokenCache();
    const end = Date.now() + 1000;
    remember(tokens, entry(`a.b.${TAIL}`, { expiresAt: end / 1000 }));
    jest.setSystemTime(end - 1);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeDefined();
    jest.setSystemTime(end);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeUndefined();
  });

  it('removes exactly the tokens of removed keys', () => {
    const tokens = new TokenCache();
    const other = createSecretKey(Buffer.alloc(32, 1));
    remember(tokens, entry(`a.b.${TAIL}`));
    remember(tokens, entry(`a.b.${TAIL}2`, { key: other }));
    tokens.forget(new Set([key]));
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeUndefined();
    expect(tokens.find(`Bearer a.b.${TAIL}2`)).toBeDefined();
  });

  const TOKEN_LENGTH = 1200;
  const sized = (index: number, length = TOKEN_LENGTH) =>
    entry(`${'x'.repeat(length - 30)}${String(index).padStart(30, '0')}`);
  const kept = (tokens: TokenCache, count: number, length?: number) =>
    Array.from({ length: count }, (_, index) => tokens.find(`Bearer ${sized(index, length).token}`)).filter(
      Boolean,
    ).length;

  it('holds 9,500 tokens of the usual length that came once, and 12,000 that came twice', () => {
    for (const [times, count] of [
      [1, 9_500],
      [2, 12_000],
    ] as const) {
      const tokens = new TokenCache();
      for (let index = 0; index < count; index += 1)
        for (let time = 0; time < times; time += 1) remember(tokens, sized(index));
      // A few collide.
      expect(kept(tokens, count)).toBeGreaterThan(count - 100);
    }
  });

  it.each([300, TOKEN_LENGTH, 15_000, 30_000])(
    'is limited in bytes, and evicts the least recently used tokens first (%i characters each)',
    (length) => {
      const tokens = new TokenCache();
      const count = Math.ceil((60 * 1024 * 1024) / (2 * length + 800));
      const first = sized(0, length);
      for (let index = 0; index < count; index += 1) {
        for (let time = 0; time < 2; time += 1) remember(tokens, sized(index, length));
        tokens.find(`Bearer ${first.token}`);
      }
      expect(tokens.size * (2 * length + 800)).toBeLessThanOrEqual(40 * 1024 * 1024);
      expect(tokens.size).toBeGreaterThan(count * 0.6);
      expect(tokens.find(`Bearer ${first.token}`)).toBeDefined();
      expect(tokens.find(`Bearer ${sized(1, length).token}`)).toBeUndefined();
      expect(tokens.find(`Bearer ${sized(count - 1, length).token}`)).toBeDefined();
    },
  );

  it('caches a token only at its second offer once three quarters are full', () => {
    const tokens = new TokenCache();
    let count = 0;
    while (tokens.size === count) remember(tokens, sized((count += 1)));
    const [first, later] = [sized(1), sized(count + 1)];
    expect(count).toBeGreaterThan(9_500);
    remember(tokens, later);
    expect([tokens.find(`Bearer ${later.token}`), tokens.size]).toEqual([undefined, count - 1]);
    remember(tokens, later);
    expect(tokens.find(`Bearer ${later.token}`)).toBe(later);
    expect(tokens.find(`Bearer ${first.token}`)).toBeDefined();
  });

  it('evicts the least recently used token for one at its second offer once it is full', () => {
    const tokens = new TokenCache();
    const twice = (index: number) => {
      for (let time = 0; time < 2; time += 1) remember(tokens, sized(index));
      return tokens.size;
    };
    let count = 0;
    let size = 0;
    while (twice((count += 1)) > size) size = tokens.size;
    expect(count).toBeGreaterThan(12_000);
    expect(tokens.find(`Bearer ${sized(1).token}`)).toBeUndefined();
    expect(tokens.find(`Bearer ${sized(2).token}`)).toBeDefined();
    remember(tokens, sized(count + 1));
    expect([tokens.find(`Bearer ${sized(count + 1).token}`), tokens.size]).toEqual([undefined, size]);
  });
});
