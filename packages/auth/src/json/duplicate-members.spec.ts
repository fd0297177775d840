import * as fc from 'fast-check';
import { inspectNames, mayHaveDuplicate } from './duplicate-members.ts';
import { parseStrictJson, StrictJsonError } from './strict-json.ts';

/** Whether the scan finds a duplicate; the parser must agree. */
const hasDuplicate = (text: string): boolean => {
  const found = inspectNames(text) === 'twice';
  expect(faultOf(text)).toBe(found ? 'duplicate-member' : undefined);
  return found;
};

const faultOf = (text: string): string | undefined => {
  try {
    parseStrictJson(text);
    return undefined;
  } catch (error) {
    return error instanceof StrictJsonError ? error.fault : String(error);
  }
};

/** A JSON value as text with the members of its objects in order, duplicates included. */
type Tree = { members: [string, Tree][] } | { items: Tree[] } | { leaf: string | number | boolean | null };

const write = (tree: Tree, space: string): string => {
  if ('leaf' in tree) return JSON.stringify(tree.leaf);
  if ('items' in tree)
    return `[${space}${tree.items.map((item) => write(item, space)).join(`,${space}`)}${space}]`;
  const members = tree.members.map(
    ([name, value]) => `${JSON.stringify(name)}${space}:${space}${write(value, space)}`,
  );
  return `{${space}${members.join(`${space},`)}${space}}`;
};

const repeats = (tree: Tree): boolean => {
  if ('leaf' in tree) return false;
  if ('items' in tree) return tree.items.some(repeats);
  const names = tree.members.map(([name]) => name);
  return new Set(names).size < names.length || tree.members.some(([, value]) => repeats(value));
};

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      leaf: fc.oneof(
        fc.constantFrom('a', '"', '\\', '{', '}', ',', ':', '"a":1'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
      ),
    }),
    fc.record({ items: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({
      members: fc.array(
        fc.tuple(fc.constantFrom('a', 'b', 'c', '', '"', '\\', '__proto__', '{"a":', '1', '0'), tie('tree')),
        { maxLength: 3 },
      ),
    }),
  ),
}));

describe('inspectNames', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":1, "b":2 ,\n"a":3}',
    '{"x":{"a":1,"a":2}}',
    '[[{"a":1},{"a":1,"a":2}]]',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a\\"b":1,"a\\u0022b":2}',
    '{"a":{"b":1},"b":2,"a":3}',
    '{"1":1,"0":2,"1":3}',
    '{"a" :1,"a":2}',
    '{"a"\n:1,"a":2}',
  ])('finds a duplicate member in %s', (text) => {
    expect(hasDuplicate(text)).toBe(true);
  });

  it.each([
    '{}',
    '[]',
    '"a"',
    '{"a":1,"A":2}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":["a","a"]}',
    '{ "a" : "\\"a\\":1,\\"a\\":2" }',
    '{"b":1,"a":{"b":1} , "c":[{"b":1}]}',
    '{"1":1,"0":2}',
    '{"a":1.0}',
    '[{}, "a", "a", {}]',
    '{"a" : ["b","b","b"]}',
    '{"a" : [{"b":1},"b","b",["b","b","b"]],"b":1}',
    '{"a\\\\":1,"a":2 }',
  ])('finds no duplicate member in %s', (text) => {
    expect(hasDuplicate(text)).toBe(false);
  });

  it('agrees with the definition for any white space and nesting', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        expect(hasDuplicate(write(value, space))).toBe(repeats(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds no duplicate member in the output of JSON.stringify', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom(0, 2),
        (text, indent) => !hasDuplicate(JSON.stringify(JSON.parse(text), null, indent)),
      ),
    );
  });
});

describe('mayHaveDuplicate', () => {
  it.each([
    ['{"a":1,"b":2}', false],
    ['{"a":1,"a":2}', true],
    ['[{"a":[{"b":null}]}]', false],
    ['{"a" :1}', true],
    ['{"a":"x\\":1"}', true],
    ['{"iss":"https://issuer.example"}', false],
    ['"text"', false],
    ['{"a":{"b":1,"b":1}}', true],
    ['[]', false],
    ['null', false],
  ])('decides for %s without a scan whether it may have a duplicate: %s', (text, expected) => {
    expect(mayHaveDuplicate(text, JSON.parse(text))).toBe(expected);
  });
});

describe('inspectNames, for names without a duplicate', () => {
  it.each([
    ['{"a":"\\n"}', 'plain'],
    ['{"\\u0061":1}', 'escaped'],
    ['{"a":{"\\"":1}}', 'escaped'],
    ['["\\u0061"]', 'plain'],
  ])('classifies the member names of %s: %s', (text, names) => {
    expect(inspectNames(text)).toBe(names);
  });
});
