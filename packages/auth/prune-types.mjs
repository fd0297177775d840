/**
 * Removes the declarations in `dist` that no entry of the package refers to. Nobody can import them, and they would be a
 * tenth of what is published.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the manifest and `dist`; an argument can name another one. */
const root = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const reached = new Set();

function reach(file) {
  if (reached.has(file) || !existsSync(file)) return;
  reached.add(file);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/["'](\.{1,2}\/[^"'\n]+)\.[jt]s["']/g))
    reach(join(dirname(file), `${specifier}.d.ts`));
}

for (const { types } of Object.values(exports)) if (types !== undefined) reach(join(root, types));
for (const name of readdirSync(join(root, 'dist'), { recursive: true })) {
  const file = join(root, 'dist', name);
  if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
}
