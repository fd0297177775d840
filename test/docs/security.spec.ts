import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const handbook = readFileSync(join(ROOT, 'docs/security.md'), 'utf8').replaceAll(/\s+/g, ' ');

/** Paths of tests, each with the titles in the brackets after it. */
const NAMED = [...handbook.matchAll(/`([\w./-]+\.spec\.ts)`(?: \(((?:"[^"]+"(?:, )?)+)\))?/g)];
const paths = [...new Set(NAMED.map(([, path = '']) => path))];
const titles = NAMED.flatMap(([, path = '', quoted = '']) =>
  [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => [title, path] as const),
);

/** A title without the "…" that marks an omission at its end. */
const words = (title: string): string => title.replace(/ ?…$/, '');

describe('docs/security.md', () => {
  it('names tests and titles', () => {
    expect(paths.length).toBeGreaterThan(50);
    expect(titles.length).toBeGreaterThan(15);
  });

  it.each(paths)('names a test that exists: %s', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it.each(titles)('names a title that exists: "%s" in %s', (title, path) => {
    expect(readFileSync(join(ROOT, path), 'utf8').replaceAll(/\s+/g, ' ')).toContain(words(title));
  });

  it('has a test for every requirement of RFC 10017', () => {
    const chapter = /## RFC 10017.*?(?= ## )/.exec(handbook)?.[0] ?? '';
    const rows = [...chapter.matchAll(/\| ([^|]+) \| ([^|]+) \| ([^|]+) \|/g)].slice(2);
    expect(rows.length).toBeGreaterThan(15);
    for (const [, requirement, , test] of rows)
      expect([requirement, test?.includes('.spec.ts`')]).toEqual([requirement, true]);
  });

  it('has a test for every class of faults', () => {
    const chapter = /## Classes of faults.*?(?= ## )/.exec(handbook)?.[0] ?? '';
    const rows = [...chapter.matchAll(/\| ([^|]+) \| ([^|]+) \| ([^|]+) \|/g)].slice(2);
    expect(rows).toHaveLength(11);
    for (const [, kind, , test] of rows) expect([kind, test?.includes('.spec.ts`')]).toEqual([kind, true]);
  });
});
