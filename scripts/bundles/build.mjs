/**
 * Bundles programs: `node scripts/bundles/build.mjs [--out dist] service lambda authorizer`. Writes for each a folder,
 * `dist/<name>`, and the file that runs it: `dist/main.js` for the service (and `dist/routes.js` and `dist/can.js` for its
 * commands), and for a function `dist/<name>.mjs`, which exports its handler. The folder contains:
 *
 * - `<name>.cjs`, the bundle, and a bundle of each package that is loaded after startup;
 * - the compiled code of those bundles that a start and a sign-in load, for the Node version of the build;
 * - the files that are read at run time, and `LICENSES.txt`, the licences of the packages in the bundles;
 * - for a function, which is the folder in a ZIP file, `<name>.mjs`, which loads the bundle and exports its handler.
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
import { MODULE, PROGRAM, SCRIPT } from './bundle.mjs';
import { licencesOf } from './licences.mjs';
import { fileOf, SEPARATE } from './packages.mjs';

answerHelp(import.meta.url);

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(join(root, 'package.json'));

/** Files that are read at run time, by package. They are copied into the folder. */
const FILES = {
  'swagger-ui-dist': ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'],
};

/** The programs in the bundle of the service: each a file of `src`, and a file of `dist` that runs it. */
const COMMANDS = ['main', 'routes', 'can'];

const PROGRAMS = {
  service: {
    contents: COMMANDS.map((name) => `export const ${name} = () => require('./${name}.ts');`).join('\n'),
    hasPages: true,
    finish: finishService,
  },
  lambda: {
    contents: `export { handler } from './serverless/lambda.entry.ts';`,
    hasPages: true,
    finish: finishFunction,
  },
  authorizer: {
    contents: `export { handler } from './serverless/authorizer.entry.ts';`,
    hasPages: false,
    finish: finishFunction,
  },
};

async function buildProgram(name, out) {
  const { contents, hasPages, finish } = PROGRAMS[name];
  const folder = join(out, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${name}.cjs`);
  const inputs = [...(await bundle(PROGRAM, { contents, outfile }))];
  for (const each of SEPARATE) {
    const file = join(folder, fileOf(each));
    inputs.push(
      ...(await bundle(SCRIPT, { contents: `module.exports = require('${each}');`, outfile: file })),
    );
  }
  await writeFile(join(folder, 'LICENSES.txt'), licencesOf(inputs));
  await copyFiles(folder);
  if (hasPages) await copyPages(folder);
  await finish(out, name);
  compile(outfile);
  return outfile;
}

/** Returns the files in the bundle, relative to the repository. */
async function bundle(options, { contents, outfile }) {
  const stdin = { contents, resolveDir: join(root, 'src') };
  const { metafile } = await build({ ...options, stdin, outfile, absWorkingDir: root, metafile: true });
  return Object.keys(metafile.inputs);
}

async function finishService(out) {
  for (const name of COMMANDS) {
    const contents = `${loaderOf('service/service.cjs')}.${name}();`;
    await bundle(SCRIPT, { contents, outfile: join(out, `${name}.js`) });
  }
}

/** A function is deployed as its folder alone, so the folder has the policies too. */
async function finishFunction(out, name) {
  const folder = join(out, name);
  const contents = `export const { handler } = ${loaderOf(`${name}.cjs`)}`;
  await bundle(MODULE, { contents, outfile: join(folder, `${name}.mjs`) });
  await cp(join(root, 'policies'), join(folder, 'policies'), { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ type: 'module', main: `${name}.mjs` })}\n`,
  );
  await writeFile(join(out, `${name}.mjs`), `export { handler } from './${name}/${name}.mjs';\n`);
}

const loaderOf = (file) => `
(() => {
  const { join } = require('node:path');
  const { CompiledBundle } = require('./bundle/compiled-bundle.ts');
  return new CompiledBundle(join(__dirname, '${file}')).run();
})()`;

/** Compiles in a separate process, which inherits only the PATH. */
function compile(file) {
  const options = ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register'];
  execFileSync(process.execPath, [...options, join(root, 'scripts/bundles/compile.mjs'), file], {
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
  else process.stderr.write(`${folder} has no pages: run \`npm run build:pages\` first\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: join(root, 'dist') } },
});
const unknown = positionals.find((name) => !Object.hasOwn(PROGRAMS, name));
if (unknown !== undefined) throw new Error(`There is no program ${unknown}`);
for (const name of positionals) {
  const file = await buildProgram(name, resolve(values.out));
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  process.stdout.write(`${file} ${megabytes} MB, compiled for Node ${process.version}\n`);
}
