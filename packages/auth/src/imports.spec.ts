import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = __dirname;
/** Folders for a host; everything else is the core. */
const HOSTS = ['nest', 'passport', 'testing', 'redis'];
const ENTRIES = ['index.ts', ...HOSTS.map((host) => `${host}/index.ts`)];

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
);
const importsOf = (file: string): string[] =>
  Array.from(
    readFileSync(path.join(ROOT, file), 'utf8').matchAll(/(?:from|import|import\()\s*'([^']+)'/g),
    ([, from = '']) => from,
  );
const folderOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

describe('the imports of the package', () => {
  it.each(files)('%s imports only files of the package', (file) => {
    for (const from of importsOf(file).filter((each) => each.startsWith('.'))) {
      const target = path.join(ROOT, path.dirname(file), from);
      expect([from, path.relative(ROOT, target).startsWith('..')]).toEqual([from, false]);
    }
  });

  it.each(files.filter((file) => !HOSTS.includes(folderOf(file)) && !ENTRIES.includes(file)))(
    '%s, in the core, imports neither Nest nor another host',
    (file) => {
      const packages = importsOf(file).filter((from) => !from.startsWith('.') && !from.startsWith('node:'));
      expect(packages.filter((name) => name !== 'lru-cache')).toEqual([]);
      const folders = importsOf(file)
        .filter((from) => from.startsWith('.'))
        .map((from) => folderOf(path.relative(ROOT, path.join(ROOT, path.dirname(file), from))));
      expect(folders.filter((folder) => HOSTS.includes(folder))).toEqual([]);
    },
  );
});
