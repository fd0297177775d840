import { isJsonType } from './json-type';

describe('isJsonType', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json;',
    'application/json ; ',
    'application/json;charset=utf-8',
    'application/json ; charset = "UTF-8" ;',
    'application/json; charset=us-ascii',
  ])('accepts %j', (type) => expect(isJsonType(type)).toBe(true));

  it.each([
    '',
    'text/plain',
    'application/jsonp',
    'application/json; charset=latin1',
    'application/json; charset=utf-8; x=y',
    'application/json;;',
    ' application/json',
  ])('refuses %j', (type) => expect(isJsonType(type)).toBe(false));

  it.each(['application/json', 'application/json;', 'application/json; charset="utf-8"'])(
    'takes time linear in the length of the white space after %s',
    (type) => {
      const long = `${type}${' '.repeat(30_000)}; a="b"`;
      const times = [1, 2, 3].map(() => {
        const start = performance.now();
        expect(isJsonType(long)).toBe(false);
        return performance.now() - start;
      });
      // Quadratic time would be about 500 ms.
      expect(Math.min(...times)).toBeLessThan(50);
    },
  );
});
