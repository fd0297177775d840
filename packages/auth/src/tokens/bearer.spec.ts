import * as fc from 'fast-check';
import { Problem } from '../problem.ts';
import { bearerToken, uncheckedToken } from './bearer.ts';
import { singleHeader } from './single-header.ts';

const codeOf = (attempt: () => unknown): string => {
  try {
    return `no problem: ${String(attempt())}`;
  } catch (error) {
    return error instanceof Problem ? error.code : 'another error';
  }
};
const challengeOf = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Problem) return error.challenge;
  }
  throw new Error('no problem');
};

describe('bearerToken', () => {
  it.each([
    ['Bearer a', 'a'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER   a-._~+/9==', 'a-._~+/9=='],
  ])('finds in %j the token %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it.each(['', ' ', 'Basic a', 'Bearer2 a', ' Bearer a', '"Bearer" a', '=', 'a.b.c'])(
    'throws token_missing for %j',
    (header) => {
      expect(codeOf(() => bearerToken(header))).toBe('token_missing');
    },
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer\ta',
    'Bearer a b',
    'Bearer a ',
    'Bearer a\n',
    'Bearer a,b',
    'Bearer =a',
    'Bearer =',
    'Bearer a=b',
    'Bearer é',
    'Bearer\u00a0a',
    'Bearer "a"',
  ])('throws invalid_request for %j', (header) => {
    expect(codeOf(() => bearerToken(header))).toBe('invalid_request');
  });

  it('has an error in the challenge only if a Bearer token was attempted (RFC 6750 section 3.1)', () => {
    expect(challengeOf(() => bearerToken(''))).toBe('Bearer realm="lifeguard"');
    expect(challengeOf(() => bearerToken('Basic a'))).toBe('Bearer realm="lifeguard"');
    for (const attempt of [
      () => bearerToken('Bearer a b'),
      () => singleHeader(['Authorization', 'Bearer a', 'Authorization', 'Bearer a'], 'authorization'),
    ]) {
      expect(challengeOf(attempt)).toMatch(
        /^Bearer realm="lifeguard", error="invalid_request", error_description="[^"]+"$/,
      );
    }
  });

  it('accepts exactly the grammar of RFC 6750 section 2.1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const outcome = codeOf(() => bearerToken(`Bearer ${text}`));
        const allowed = /^ *[A-Za-z0-9\-._~+/]+=*$/.test(text) && !text.includes('\n');
        expect(outcome).toBe(allowed ? `no problem: ${text.trimStart()}` : 'invalid_request');
      }),
    );
  });

  it('takes time proportional to the length of the header', () => {
    const start = performance.now();
    for (const hostile of [
      `Bearer${' '.repeat(30_000)}`,
      `Bearer ${'='.repeat(30_000)}!`,
      `Bearer ${'a='.repeat(15_000)}`,
    ]) {
      expect(codeOf(() => bearerToken(hostile))).toBe('invalid_request');
    }
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('uncheckedToken', () => {
  it.each([
    ['Bearer a.b.c', 'a.b.c'],
    ['Bearer a b', 'a b'],
    ['Bearer ', ''],
    ['Bearer  a', undefined],
    ['bearer a', undefined],
    ['Bearer', undefined],
    ['Bearer\ta', undefined],
    ['Basic a', undefined],
    ['a Bearer ', undefined],
    ['', undefined],
  ])('finds in %j the unchecked token %j', (header, token) => {
    expect(uncheckedToken(header)).toBe(token);
  });
});
