import { Problem } from '../problem.ts';
import { singleHeader } from './single-header.ts';

const codeOf = (attempt: () => unknown): string => {
  try {
    return `no problem: ${String(attempt())}`;
  } catch (error) {
    return error instanceof Problem ? error.code : 'another error';
  }
};

describe('singleHeader', () => {
  it.each<[string[], string | undefined]>([
    [[], undefined],
    [['Host', 'a'], undefined],
    [['Authorization', 'Bearer a'], 'Bearer a'],
    [['aUTHORIZATION', 'Bearer a'], 'Bearer a'],
    [['Host', 'authorization', 'X', 'Authorization', 'Authorization', ''], ''],
    [['Proxy-Authorization', 'Bearer a', 'Authorizations', 'b'], undefined],
    [['X-Thirteen-13', 'Bearer a', 'Authorization', 'Bearer b'], 'Bearer b'],
  ])('finds in %j the value %j', (rawHeaders, value) => {
    expect(singleHeader(rawHeaders, 'authorization')).toBe(value);
  });

  it('refuses two headers, equal or not, empty or not', () => {
    for (const [one, two] of [
      ['a', 'a'],
      ['', 'a'],
      ['a', ''],
      ['', ''],
    ] as const) {
      expect(
        codeOf(() => singleHeader(['Authorization', one, 'x', 'y', 'authorization', two], 'authorization')),
      ).toBe('invalid_request');
    }
  });
});
