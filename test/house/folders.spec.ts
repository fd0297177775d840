import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './imports';

const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const named = new Set(Array.from(page.matchAll(/^\| `([^`]+)\/` /gm), ([, name = '']) => name));
const ignored = new Set([
  '.git',
  ...Array.from(
    readFileSync(join(ROOT, '.gitignore'), 'utf8').matchAll(/^([\w.-]+)\/$/gm),
    ([, name = '']) => name,
  ),
]);

const foldersIn = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !ignored.has(entry.name))
    .map(({ name }) => name);

describe('docs/architecture.md', () => {
  it.each(['src', '.'])('explains every folder of %s', (path) => {
    const unexplained = foldersIn(path).filter((name) => !/^(?:src$|\.)/.test(name) && !named.has(name));
    expect(unexplained).toEqual([]);
  });

  it('explains only folders that exist', () => {
    const folders = new Set([...foldersIn('src'), ...foldersIn('.')]);
    expect([...named].filter((name) => !folders.has(name))).toEqual([]);
  });
});
