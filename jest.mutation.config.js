// The fast tests beside the sources of `lifeguard-auth`: they run once per mutant, so that nothing starts an application here.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  roots: ['<rootDir>/packages/auth/src', '<rootDir>/test/support'],
  testTimeout: 10_000,
};
