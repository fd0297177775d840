/** How a function is bundled by esbuild. */
import { fileURLToPath } from 'node:url';
import { absentPackages, deferredWork, separatePackages } from './packages.mjs';
import { sources } from './sources.mjs';

/** What every bundle has in common. It keeps the names of classes: `operationId` and log lines are made of them. */
const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [absentPackages],
  // The paths of tsconfig.json lead to sources; what is built is bundled.
  tsconfigRaw: {},
  logLevel: 'error',
};

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const ALIAS = {
  'lifeguard-auth': file('packages/auth/src/index.ts'),
  'lifeguard-auth/redis': file('packages/auth/src/redis/index.ts'),
  // The ES modules: esbuild copies the exports of the CommonJS ones for each module that imports them.
  rxjs: file('node_modules/rxjs/dist/esm/index.js'),
  'rxjs/operators': file('node_modules/rxjs/dist/esm/operators/index.js'),
};

/**
 * CommonJS, because V8 loads the compiled code of a script and not of an ES module. `import()` becomes
 * `require()`, which a script has.
 */
const SCRIPT = {
  ...COMMON,
  format: 'cjs',
  minifyIdentifiers: true,
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** A function. */
export const FUNCTION = {
  ...SCRIPT,
  plugins: [...COMMON.plugins, separatePackages, deferredWork, sources],
  alias: ALIAS,
};

/** A package that a function loads when it needs it. */
export const PACKAGE = SCRIPT;

/** What CommonJS modules expect to have around them; a bundle of ES modules has none of it. */
const SURROUNDINGS = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/** One ES module. */
export const MODULE = { ...COMMON, format: 'esm', banner: { js: SURROUNDINGS } };
