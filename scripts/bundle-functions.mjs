/**
 * Bundles the Lambda functions from `dist`: `dist/<name>/<name>.mjs` with everything it needs beside it, a folder that
 * can be zipped, and `dist/<name>.mjs`, which exports the same handler.
 */
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLE } from './bundle-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));

/** Files that are read at run time, by package. They are copied into the folder. */
const FILES = {
  'swagger-ui-dist': ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'],
};

export async function bundleFunction(name) {
  const folder = join(root, 'dist', name);
  const outfile = join(folder, `${name}.mjs`);
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    // The entry is CommonJS, whose names a bundle of ES modules does not export by itself.
    stdin: {
      contents: `export { handler } from './serverless/${name}.entry.js';\n`,
      resolveDir: join(root, 'dist'),
    },
    outfile,
    ...BUNDLE,
    metafile: true,
  });
  await copyFiles(folder);
  if (name === 'lambda') await copyPages(folder);
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ type: 'module', main: `${name}.mjs` })}\n`,
  );
  await writeFile(join(root, 'dist', `${name}.mjs`), `export { handler } from './${name}/${name}.mjs';\n`);
  return { outfile, metafile };
}

async function copyFiles(folder) {
  // Read from beside the bundle where a route uses @Permit.
  await cp(
    join(dirname(require.resolve('@cedar-policy/cedar-wasm/nodejs')), 'cedar_wasm_bg.wasm'),
    join(folder, 'cedar_wasm_bg.wasm'),
  );
  await cp(join(root, 'policies'), join(folder, 'policies'), { recursive: true });
  for (const [name, files] of Object.entries(FILES)) {
    const from = dirname(require.resolve(`${name}/package.json`));
    const to = join(folder, 'node_modules', name);
    await mkdir(to, { recursive: true });
    for (const file of ['package.json', 'LICENSE', ...files]) await cp(join(from, file), join(to, file));
  }
}

/** The account pages and the console, for `BROWSER_SESSIONS=on`. */
async function copyPages(folder) {
  const from = join(root, 'console/dist');
  if (existsSync(from)) await cp(from, join(folder, 'console/dist'), { recursive: true });
}

for (const name of process.argv.slice(2)) {
  const { outfile, metafile } = await bundleFunction(name);
  const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint);
  process.stdout.write(`${outfile.slice(root.length + 1)} ${(output.bytes / 1e6).toFixed(1)} MB\n`);
}
