import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** An import from one source file of the repository to another. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Folders whose files the layers of docs/architecture.md name. */
const FOLDERS = ['src', 'packages/auth/src', 'trigger', 'gateway'];

/** The sources that git knows or that are new, without their specs. */
export const sourceFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...FOLDERS], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && existsSync(join(ROOT, file)))
    .toSorted();

/** Every import of these files, of values and of types, static and lazy, that stays in the repository. */
export const importsOf = (files: readonly string[]): Import[] =>
  files.flatMap((from) =>
    preProcessFile(readFileSync(join(ROOT, from), 'utf8'), true, true).importedFiles.flatMap(
      ({ fileName }) => {
        const to = resolveImport(from, fileName);
        return to === undefined ? [] : [{ from, to }];
      },
    ),
  );

function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier === 'lifeguard-auth') return 'packages/auth/src/index.ts';
  if (specifier.startsWith('lifeguard-auth/')) return `packages/auth/src/${specifier.split('/')[1]}/index.ts`;
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier);
  return [`${path}.ts`, path, join(path, 'index.ts')].find((file) => existsSync(join(ROOT, file))) ?? path;
}

/** The folder of a file: a folder of `src`, a file directly in `src`, a package, or another top-level folder. */
export function folderOf(file: string): string {
  const [top = '', second = '', third] = file.split('/');
  if (top === 'packages') return second;
  if (top !== 'src') return top;
  return third === undefined ? second.replace(/\.ts$/, '') : second;
}

/** The layers that docs/architecture.md draws, the highest first: its folders by layer. */
export function drawnLayers(): string[][] {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const [, drawing = ''] = /<!-- layers -->\s+```text\n([^]*?)```/.exec(page) ?? [];
  return drawing
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      line
        .replace(/^[^:]*:/, '')
        .trim()
        .split(/\s+/),
    );
}

/** One import cycle for each file that begins one, as `a -> b -> a`. */
export function cyclesIn(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      circles.push([...path.slice(start), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}
