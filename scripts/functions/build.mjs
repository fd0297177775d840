/**
 * Bundles the Lambda functions: `node scripts/functions/build.mjs [--out dist] lambda authorizer`. Writes for each a
 * folder to be zipped, `dist/<name>`, and `dist/<name>.mjs`, which exports the same handler. The folder contains:
 *
 * - `<name>.mjs`, which loads the bundle and exports its handler;
 * - `<name>.cjs`, the bundle, and a bundle of each package that is loaded after startup;
 * - the compiled code of these bundles for the Node version of the build;
 * - the files that are read at run time.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { answerHelp } from '../help.mjs';
import { FUNCTION, MODULE, PACKAGE } from './bundle.mjs';
import { fileOf, SEPARATE } from './packages.mjs';

answerHelp(import.meta.url);

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(join(root, 'package.json'));

/** Files that are read at run time, by package. They are copied into the folder. */
const FILES = {
  'swagger-ui-dist': ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'],
};

async function buildFunction(name, out) {
  const folder = join(out, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = join(folder, `${name}.cjs`);
  await bundleFunction(name, bundle);
  await copyFiles(folder);
  if (name === 'lambda') await copyPages(folder);
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ type: 'module', main: `${name}.mjs` })}\n`,
  );
  await writeFile(join(out, `${name}.mjs`), `export { handler } from './${name}/${name}.mjs';\n`);
  compile(bundle);
  return bundle;
}

async function bundleFunction(name, bundle) {
  const resolveDir = join(root, 'src/serverless');
  await build({
    ...FUNCTION,
    stdin: { contents: `export { handler } from './${name}.entry.ts';`, resolveDir },
    outfile: bundle,
  });
  await build({
    ...MODULE,
    stdin: { contents: loaderOf(name), resolveDir },
    outfile: join(dirname(bundle), `${name}.mjs`),
  });
  for (const each of SEPARATE) {
    await build({
      ...PACKAGE,
      stdin: { contents: `module.exports = require('${each}');`, resolveDir: root },
      outfile: join(dirname(bundle), fileOf(each)),
    });
  }
}

const loaderOf = (name) => `
import { join } from 'node:path';
import { CompiledBundle } from './compiled-bundle.ts';
export const { handler } = new CompiledBundle(join(__dirname, '${name}.cjs')).run();
`;

/** Compiles in a separate process, which does not inherit this one's environment. */
function compile(bundle) {
  const options = ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register'];
  execFileSync(process.execPath, [...options, join(root, 'scripts/functions/compile.mjs'), bundle], {
    cwd: root,
    env: { PATH: process.env.PATH },
    stdio: 'inherit',
  });
}

async function copyFiles(folder) {
  // Read from the folder of the bundle if a route uses @Permit.
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join(root, 'dist') } },
});
for (const name of positionals) {
  const bundle = await buildFunction(name, resolve(values.out));
  const megabytes = (statSync(bundle).size / 1e6).toFixed(1);
  process.stdout.write(`${bundle} ${megabytes} MB, compiled for Node ${process.version}\n`);
}
