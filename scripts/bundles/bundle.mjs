/** The options with which esbuild makes the bundles. */
import { fileURLToPath } from 'node:url';
import { classNames } from './class-names.mjs';
import { absentPackages, deferredWork, separatePackages } from './packages.mjs';
import { sources } from './sources.mjs';

/**
 * Options of all bundles. Identifiers are not minified, so names and stack traces remain readable. (`keepNames` would name
 * each function whenever it is created, which takes a quarter of the time of a request.)
 */
const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  legalComments: 'none',
  plugins: [absentPackages],
  // Ignores the paths of tsconfig.json; ALIAS names what is bundled.
  tsconfigRaw: {},
  logLevel: 'error',
};

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const ALIAS = {
  'lifeguard-auth': file('packages/auth/src/index.ts'),
  'lifeguard-auth/redis': file('packages/auth/src/redis/index.ts'),
  // The ES modules of rxjs: esbuild would copy the exports of its CommonJS modules into every importing module.
  rxjs: file('node_modules/rxjs/dist/esm/index.js'),
  'rxjs/operators': file('node_modules/rxjs/dist/esm/operators/index.js'),
};

/**
 * CommonJS, because V8 can load the compiled code of a script but not of an ES module. `import()` becomes `require()`.
 */
export const SCRIPT = {
  ...COMMON,
  plugins: [...COMMON.plugins, classNames],
  format: 'cjs',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** Options of the bundle of a program. */
export const PROGRAM = {
  ...SCRIPT,
  plugins: [...SCRIPT.plugins, separatePackages, deferredWork, sources],
  alias: ALIAS,
};

/** The variables that CommonJS modules expect and ES modules lack. */
const COMMONJS_VARIABLES = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/** Options of an ES module. */
export const MODULE = { ...COMMON, format: 'esm', banner: { js: COMMONJS_VARIABLES } };
