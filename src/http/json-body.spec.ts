import { readJsonBody } from './json-body';

const read = (text: string): unknown => readJsonBody(Buffer.from(text));

describe('readJsonBody', () => {
  it('reads JSON, escaped names included', () => {
    expect(read('{"\\u0070assword":"a","list":[1,{"b":null}]}')).toEqual({
      password: 'a',
      list: [1, { b: null }],
    });
  });

  it.each([
    ['malformed JSON', '{"a":'],
    ['a member named twice', '{"username":"alice","username":"bob"}'],
    ['a member named twice, once with an escape', '{"username":"alice","\\u0075sername":"bob"}'],
    ['a member named twice, deep inside', '{"a":[{"b":{"c":1,"c":2}}]}'],
    ['deep nesting', '['.repeat(51) + ']'.repeat(51)],
    ['`__proto__`', '{"a":{"__proto__":{"b":1}}}'],
    ['`__proto__` with an escape', '{"\\u005f_proto__":1}'],
    ['`constructor.prototype`', '{"constructor":{"prototype":{}}}'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'validation_failed', status: 400 }) as Error,
    );
  });

  it('accepts a member named `constructor` that has no `prototype`', () => {
    expect(read('{"constructor":"Builders Ltd"}')).toEqual({ constructor: 'Builders Ltd' });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => readJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not encoded as UTF-8');
  });
});
