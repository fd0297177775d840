import * as fc from 'fast-check';
import { MAX_JSON_DEPTH, parseStrictJson, StrictJsonError } from './strict-json.ts';

/** The fault of a text, or its value. */
const outcomeOf = (text: string, maxDepth?: number): unknown => {
  try {
    return { value: parseStrictJson(text, maxDepth) };
  } catch (error) {
    expect(error).toBeInstanceOf(StrictJsonError);
    return (error as StrictJsonError).fault;
  }
};

/** A JSON text in which every character of every string is written as an escape. */
function escapeAll(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(escapeAll).join(' , ')} ]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${escapeAll(name)} : ${escapeAll(member)}`)
      .join(' , ')} }`;
  if (typeof value !== 'string') return JSON.stringify(value);
  const units = Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

/** JSON has no separate `-0` in every parser, and the difference does not matter here. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('parseStrictJson', () => {
  it.each([
    '',
    ' ',
    '{',
    '{"a":1',
    '{"a":1}}',
    "{'a':1}",
    '{a:1}',
    '[1,]',
    '01',
    'NaN',
    '"\n"',
    '"\\x"',
    '\ufeff{}',
  ])('refuses malformed JSON: %j', (text) => {
    expect(outcomeOf(text)).toBe('malformed');
  });

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"a":2}',
    '{"x":{"\\"":1,"\\u0022":2}}',
    '[{"a":1,"a":1}]',
  ])('refuses an object that names a member twice: %s', (text) => {
    expect(outcomeOf(text)).toBe('duplicate-member');
  });

  it('accepts the same name in different objects', () => {
    expect(outcomeOf('{"a":{"a":1},"b":[{"a":1},{"a":1}]}')).toEqual({
      value: { a: { a: 1 }, b: [{ a: 1 }, { a: 1 }] },
    });
  });

  it.each([
    ['[', ']', ''],
    ['{"a":', '}', '1'],
    ['{"\\u0061":', '}', '1'],
  ])('accepts %s%s nested 100 deep, refuses 101, and obeys another maximum', (open, close, inside) => {
    const nested = (depth: number) => open.repeat(depth) + inside + close.repeat(depth);
    expect(outcomeOf(nested(MAX_JSON_DEPTH))).toHaveProperty('value');
    expect(outcomeOf(nested(MAX_JSON_DEPTH + 1))).toBe('too-deep');
    expect(outcomeOf(nested(3), 3)).toHaveProperty('value');
    expect(outcomeOf(nested(4), 3)).toBe('too-deep');
    const twoOf = (depth: number) => `[${nested(depth)},${nested(depth)}]`;
    expect(outcomeOf(twoOf(2), 3)).toHaveProperty('value');
    expect(outcomeOf(twoOf(3), 3)).toBe('too-deep');
  });

  it('counts arrays and objects together', () => {
    const nested = (pairs: number) => `${'{"a":['.repeat(pairs)}${']}'.repeat(pairs)}`;
    expect(outcomeOf(nested(50))).toHaveProperty('value');
    expect(outcomeOf(nested(51))).toBe('too-deep');
  });

  it.each(['[]', '{}'])('accepts any number of %s side by side', (value) => {
    expect(outcomeOf(`[${Array.from({ length: 200 }, () => value).join(',')}]`)).toHaveProperty('value');
  });

  it('accepts only scalars with a limit of 0', () => {
    expect([outcomeOf('1', 0), outcomeOf('[]', 0), outcomeOf('{}', 0)]).toEqual([
      { value: 1 },
      'too-deep',
      'too-deep',
    ]);
  });

  it('checks the depth before parsing, so that brackets use no stack and little time', () => {
    const parse = jest.spyOn(JSON, 'parse');
    expect(outcomeOf('['.repeat(1_000_000))).toBe('too-deep');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('does not count brackets inside a string', () => {
    const text = JSON.stringify(`${'['.repeat(200)}\\"${'{'.repeat(200)}`);
    expect(outcomeOf(text)).toEqual({ value: JSON.parse(text) as unknown });
  });

  it('returns the same value as JSON.parse', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
        expect(parseStrictJson(JSON.stringify(value, null, indent), 200)).toEqual(value);
      }),
    );
  });

  it('decodes escaped names and values correctly, regardless of earlier texts', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(parseStrictJson(escapeAll(value), 200)).toEqual(value);
      }),
    );
  });

  // On V8 12.8 to 14.6 the first text makes JSON.parse read the name of the second one as a backslash.
  it.each([
    ['{"h":[],"\\\\":0}', '{"h":1,"\\"":2}', ['h', '"']],
    ['{"kid":"k","alg":"RS256","\\\\u0":1}', '{"kid":"k","alg":"RS256","\\u0061lg":"RS256"}', undefined],
    [
      '{"username":"root","\\u0070as":1}',
      '{"username":"root","\\u0070assword":"x"}',
      ['username', 'password'],
    ],
  ])('is not misled by having parsed %s: %s has the names %j', (before, text, names) => {
    for (let time = 0; time < 3; time += 1) {
      JSON.parse(before);
      const read = outcomeOf(text);
      if (names) expect(Object.keys((read as { value: object }).value)).toEqual(names);
      else expect(read).toBe('duplicate-member');
    }
  });

  it('accepts white space before and after an escaped text', () => {
    expect(outcomeOf('\n{"\\u0061":1}\n')).toEqual({ value: { a: 1 } });
  });

  it('returns objects that can be changed, as JSON.parse does', () => {
    const [escaped, plain] = ['{"\\u0061":1}', '{"a":1}'].map((text) => parseStrictJson(text));
    expect(Object.getOwnPropertyDescriptors(escaped)).toEqual(Object.getOwnPropertyDescriptors(plain));
  });

  it('treats `__proto__` as an ordinary member, escaped or not', () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"\\u005f_proto__":{"a":1}}']) {
      const value = parseStrictJson(text) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['__proto__']);
      expect(value.a).toBeUndefined();
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  it('names the fault without repeating the text', () => {
    for (const text of ['{"secret', '{"secret":1,"secret":2}', '['.repeat(101)]) {
      expect(() => parseStrictJson(text)).toThrow(
        expect.objectContaining({
          name: 'StrictJsonError',
          message: expect.stringMatching(/^The JSON (is|has)[a-z ]+\.$/) as unknown,
        }),
      );
    }
  });

  it('takes time proportional to the length of any text', () => {
    const texts = [
      `{${Array.from({ length: 20_000 }, (_, index) => `"\\u0061${index}":0`).join(',')}}`,
      `[${'{"\\u0061":1},'.repeat(20_000)}0]`,
      `{"a":"${'\\"'.repeat(100_000)}"}`,
      `{"a":"${'":'.repeat(100_000).replaceAll('"', '\\"')}"}`,
    ];
    for (const text of texts) {
      const start = performance.now();
      parseStrictJson(text);
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});
