import path from 'node:path';

/**
 * A `detail` is a sentence for people, with a capital letter and a full stop. Programs use the `code`, which is mutated,
 * like every other string: names of claims and headers, algorithms.
 */
const sentences = {
  shouldIgnore: ({ node }) =>
    node.type === 'StringLiteral' && /^[A-Z`].* .*\.$/.test(node.value)
      ? 'a sentence for people, beside a code for programs'
      : undefined,
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'sentences', value: sentences }];

/**
 * A fault should be detected next to the code, so the files in `--mutate` are tested by the specs of their own folders.
 * (`--testFiles` would run no test for code that runs while a module is loaded.)
 */
const named = process.argv.includes('--mutate') ? process.argv[process.argv.indexOf('--mutate') + 1] : '';
const folders = named
  .split(',')
  .flatMap((file) => (file.startsWith('packages/') ? path.posix.dirname(file) : []));
const specs = [...new Set(folders.length > 0 ? folders : ['packages/auth/src/**'])].map(
  (folder) => `${folder}/*.spec.ts`,
);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  // The core: everything except the folders for a host. The guard is the only file of a host that decides.
  mutate: [
    'packages/auth/src/**/*.ts',
    '!packages/auth/src/**/*.spec.ts',
    '!packages/auth/src/index.ts',
    '!packages/auth/src/{nest,passport,redis,testing}/**',
    'packages/auth/src/nest/lifeguard.guard.ts',
    'packages/auth/src/nest/route-policies.ts',
    'packages/auth/src/nest/decorators.ts',
  ],
  plugins: ['@stryker-mutator/mocha-runner', './stryker.config.mjs'],
  ignorers: ['sentences'],
  testRunner: 'mocha',
  mochaOptions: {
    spec: specs,
    require: ['@swc-node/register', './scripts/mutation/jest-globals.cjs'],
  },
  coverageAnalysis: 'perTest',
  // The sandbox is a copy of everything except these paths.
  ignorePatterns: ['/bench', '/console', '/deploy', '/dist', '/docs', '/pool', '/.ci', '/coverage'],
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 95 },
};
