import { describe, expect, it } from '@jest/globals';
import type { Page } from './page.schema';
import { everyPage } from './pages';

/** A list of `count` pages whose cursors are their numbers; `asked` records the requested ones. */
const pages = (count: number) => {
  const asked: (string | undefined)[] = [];
  const page = (cursor: string | undefined): Promise<Page<number>> => {
    asked.push(cursor);
    const number = Number(cursor ?? 0);
    const last = number + 1 >= count;
    return Promise.resolve({ items: [number], ...(!last && { nextCursor: String(number + 1) }) });
  };
  return { asked, page };
};

describe('everyPage', () => {
  it.each([
    ['the only page', 1, [undefined]],
    ['pages up to the last one', 3, [undefined, '1', '2']],
  ])('reads %s', async (_case, count, cursors) => {
    const { asked, page } = pages(count);
    await expect(everyPage(3, page)).resolves.toEqual({
      items: cursors.map((cursor) => Number(cursor ?? 0)),
      complete: true,
    });
    expect(asked).toEqual(cursors);
  });

  it('stops at the maximum and reports that there is more', async () => {
    const { asked, page } = pages(1000);
    await expect(everyPage(3, page)).resolves.toEqual({ items: [0, 1, 2], complete: false });
    expect(asked).toHaveLength(3);
  });

  it('continues after an empty page', async () => {
    const answers = [{ items: [], nextCursor: 'next' }, { items: [7] }];
    await expect(everyPage(3, () => Promise.resolve(answers.shift() ?? { items: [] }))).resolves.toEqual({
      items: [7],
      complete: true,
    });
  });

  it('throws if a cursor repeats itself', async () => {
    const round = everyPage(100, () => Promise.resolve({ items: [1], nextCursor: 'same' }));
    await expect(round).rejects.toMatchObject({ code: 'cognito_unavailable' });
  });
});
