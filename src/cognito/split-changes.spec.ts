import { splitChanges } from './split-changes';

describe('splitChanges', () => {
  it('tells values from removals, and an empty value from a removal', () => {
    const attributes = { name: 'Alice', nickname: null, locale: '' };
    expect(splitChanges({ attributes })).toEqual({
      written: { name: 'Alice', locale: '' },
      removed: ['nickname'],
    });
  });
});
