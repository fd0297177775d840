const { availableParallelism } = require('node:os');

// Nest 12 and jose publish ES modules only; swc rewrites them to CommonJS, which is what Jest runs
// on Node 20, 22 and 24 alike.
const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** Packages that publish ES modules only, each needed by a package of the application or of the embedded pool. */
const MODULES_ONLY = [
  '@nestjs',
  'jose',
  '@scure',
  '@noble',
  'content-disposition',
  'glob',
  'cookie',
  'file-type',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/jest.navigator.js'],
  roots: [
    '<rootDir>/src',
    '<rootDir>/packages/auth/src',
    '<rootDir>/test',
    '<rootDir>/pool',
    '<rootDir>/trigger',
    '<rootDir>/gateway',
    '<rootDir>/permit',
  ],
  testRegex: '\\.spec\\.ts$',
  // Tests run the sources of the package, not its build.
  moduleNameMapper: {
    '^lifeguard-auth$': '<rootDir>/packages/auth/src/index.ts',
    '^lifeguard-auth/(testing|redis|passport)$': '<rootDir>/packages/auth/src/$1/index.ts',
  },
  transform: { '^.+\\.[jt]s$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${MODULES_ONLY.join('|')})/)`],
  testSequencer: '<rootDir>/jest.sequencer.js',
  // One more than there are cores, because the suites wait half of the time: for Chromium, for other processes and for
  // time limits. By default Jest leaves one core idle, which on two cores is half of the machine.
  maxWorkers: availableParallelism() + 1,
  // Not where someone may debug a suite.
  reporters: ['default', ...(process.env.CI ? ['<rootDir>/jest.time-limit.js'] : [])],
  // For processes that start while other tests keep the processors busy.
  testTimeout: 60_000,
};
