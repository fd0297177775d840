import path from 'node:path';

/**
 * A detail is a sentence for people: a capital first, a full stop last. Programs go by the code beside it, which is
 * mutated. Everything else between quotes is: codes, names of claims and headers, algorithms.
 */
const sentences = {
  shouldIgnore: ({ node }) =>
    node.type === 'StringLiteral' && /^[A-Z`].* .*\.$/.test(node.value)
      ? 'a sentence for people, beside a code for programs'
      : undefined,
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'sentences', value: sentences }];

/**
 * What is wrong with a part is to be noticed beside it: the files that `--mutate` names are held to the tests of their own
 * folders. (`--testFiles` would run none for what is decided while a module is loaded.)
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
  // The core: everything but the rooms for a host. The guard is the one file of a host that decides.
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
  // The sandbox is a copy of what is not named here.
  ignorePatterns: ['/bench', '/console', '/deploy', '/dist', '/docs', '/pool', '/.ci', '/coverage'],
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
