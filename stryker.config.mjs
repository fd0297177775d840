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

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'packages/auth/src/tokens/*.ts',
    'packages/auth/src/policies/*.ts',
    'packages/auth/src/revocation/revocation-table.ts',
    'packages/auth/src/nest/lifeguard.guard.ts',
    'packages/auth/src/authenticator.ts',
    'packages/auth/src/keys/*.ts',
    'packages/auth/src/json/*.ts',
    'packages/auth/src/options/*.ts',
    '!packages/auth/src/**/*.spec.ts',
  ],
  plugins: ['@stryker-mutator/jest-runner', './stryker.config.mjs'],
  ignorers: ['sentences'],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js' },
  coverageAnalysis: 'perTest',
  // The sandbox is a copy of what is not named here.
  ignorePatterns: ['/bench', '/deploy', '/dist', '/docs', '/pool', '/scripts', '/.ci', '/coverage'],
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
