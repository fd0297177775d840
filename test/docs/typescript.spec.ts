import { blocksOf, faultsIn } from './typescript';

describe('the TypeScript in the documents', () => {
  it('compiles, in README.md and docs/examples.md', () => {
    const blocks = ['README.md', 'docs/examples.md'].flatMap(blocksOf);
    expect(blocks.length).toBeGreaterThan(10);
    expect(faultsIn(blocks)).toEqual([]);
  }, 120_000);

  it('is refused if it does not compile', () => {
    const code =
      "// src/orders/wrong.ts\nimport { Group } from 'lifeguard-auth';\nexport const text: string = 1;\n";
    expect(faultsIn([{ document: 'a.md', line: 5, code }])).toEqual([
      expect.stringMatching(/^a\.md:6: .*'Group'|^a\.md:6: /),
      expect.stringMatching(/^a\.md:7: Type 'number' is not assignable/),
    ]);
  }, 120_000);
});
