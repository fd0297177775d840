import { createSecretKey } from 'node:crypto';
import { VerifiedTokens, type VerifiedToken } from './verified-tokens.ts';

const key = createSecretKey(Buffer.alloc(32));
const entry = (token: string, members: Partial<VerifiedToken> = {}): VerifiedToken => ({
  header: `Bearer ${token}`,
  token,
  principal: { kind: 'user', sub: token, clientId: 'c', groups: [], scopes: [], claims: {} },
  expiresAt: Date.now() / 1000 + 60,
  key,
  ...members,
});
const TAIL = 'T'.repeat(30);

describe('VerifiedTokens', () => {
  afterEach(() => jest.useRealTimers());

  it('finds what it remembers', () => {
    const tokens = new VerifiedTokens();
    const one = entry(`a.b.${TAIL}`);
    tokens.remember(one);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBe(one);
  });

  it.each([
    ['another token of the same end', `Bearer a.c.${TAIL}`],
    ['more before it', `Bearer xa.b.${TAIL}`],
    ['more after it', `Bearer a.b.${TAIL}x`],
    ['less', `Bearer .b.${TAIL}`],
    ['another scheme', `Beaver a.b.${TAIL}`],
    ['the scheme in other letters', `bearer a.b.${TAIL}`],
    ['two spaces', `Bearer  a.b.${TAIL}`],
    ['a tab', `Bearer\ta.b.${TAIL}`],
    ['no scheme', `a.b.${TAIL}`],
    ['the end alone', TAIL.slice(-24)],
    ['as many characters before it', `1234567a.b.${TAIL}`],
    ['nothing', ''],
  ])('does not find %s', (_, header) => {
    const tokens = new VerifiedTokens();
    tokens.remember(entry(`a.b.${TAIL}`));
    expect(tokens.find(header)).toBeUndefined();
  });

  it('finds nothing from the millisecond on at which it expires', () => {
    jest.useFakeTimers();
    const tokens = new VerifiedTokens();
    const end = Date.now() + 1000;
    tokens.remember(entry(`a.b.${TAIL}`, { expiresAt: end / 1000 }));
    jest.setSystemTime(end - 1);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeDefined();
    jest.setSystemTime(end);
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeUndefined();
  });

  it('forgets what was verified with keys that are gone, and nothing else', () => {
    const tokens = new VerifiedTokens();
    const other = createSecretKey(Buffer.alloc(32, 1));
    tokens.remember(entry(`a.b.${TAIL}`));
    tokens.remember(entry(`a.b.${TAIL}2`, { key: other }));
    tokens.forget(new Set([key]));
    expect(tokens.find(`Bearer a.b.${TAIL}`)).toBeUndefined();
    expect(tokens.find(`Bearer a.b.${TAIL}2`)).toBeDefined();
  });

  it('is bounded in number, and the least used goes first', () => {
    const tokens = new VerifiedTokens();
    const name = (index: number) => `t.${String(index).padStart(30, '0')}`;
    for (let index = 0; index < 20_000; index += 1) tokens.remember(entry(name(index)));
    expect(tokens.find(`Bearer ${name(0)}`)).toBeDefined();
    tokens.remember(entry(name(20_000)));
    expect(tokens.find(`Bearer ${name(0)}`)).toBeDefined();
    expect(tokens.find(`Bearer ${name(1)}`)).toBeUndefined();
    expect(tokens.find(`Bearer ${name(20_000)}`)).toBeDefined();
  });

  it('is bounded in size', () => {
    const tokens = new VerifiedTokens();
    const large = (index: number) => `${'x'.repeat(30_000)}${String(index).padStart(30, '0')}`;
    for (let index = 0; index < 1500; index += 1) tokens.remember(entry(large(index)));
    const kept = Array.from({ length: 1500 }, (_, index) => tokens.find(`Bearer ${large(index)}`)).filter(
      Boolean,
    );
    expect(kept.length).toBeGreaterThan(1000);
    expect(kept.length * 30_030).toBeLessThanOrEqual(32 * 1024 * 1024);
  });
});
