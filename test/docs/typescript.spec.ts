import { blocksOf, faultsIn, type Block } from './typescript';

const WRONG: Block = {
  document: 'a.md',
  line: 5,
  code: "// src/orders/wrong.ts\nimport { Group } from 'lifeguard-auth';\nexport const text: string = 1;\n",
};

describe('the TypeScript in the documents', () => {
  const blocks = ['README.md', 'docs/examples.md'].flatMap(blocksOf);
  let faults: string[];
  let expected: string[];

  beforeAll(() => {
    const found = faultsIn([...blocks, WRONG]);
    expected = found.filter((fault) => fault.startsWith(`${WRONG.document}:`));
    faults = found.filter((fault) => !expected.includes(fault));
  }, 120_000);

  it('compiles, in README.md and docs/examples.md', () => {
    expect(blocks.length).toBeGreaterThan(10);
    expect(faults).toEqual([]);
  });

  it('is refused if it does not compile', () => {
    expect(expected).toEqual([
      expect.stringMatching(/^a\.md:6: .*'Group'|^a\.md:6: /),
      expect.stringMatching(/^a\.md:7: Type 'number' is not assignable/),
    ]);
  });
});
