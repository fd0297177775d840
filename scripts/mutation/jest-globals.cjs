/**
 * Provides Jest's globals to the unit tests when they run under Mocha. Mocha keeps modules loaded from one mutant to the
 * next, which makes a run of all mutants about twenty times as fast as under Jest. The implementations are Jest's own.
 */
const { ModernFakeTimers } = require('@jest/fake-timers');
const fc = require('fast-check');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({
  config: { fakeTimers: {}, rootDir: process.cwd() },
  global: globalThis,
});

globalThis.expect = expect;
globalThis.jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  requireActual: (name) => require(name),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (fakeTimers) => timers.useFakeTimers(fakeTimers),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  getTimerCount: () => timers.getTimerCount(),
  advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
  advanceTimersToNextTimer: (steps) => timers.advanceTimersToNextTimer(steps),
};

/** Adds `each` to a global of Mocha, which defines its globals only after it has loaded this file. */
function extend(name, supportsDone) {
  let defined;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => defined,
    set: (value) => {
      defined = value;
      if (typeof value === 'function') value.each = bind(value, supportsDone);
    },
  });
}
extend('it', true);
extend('describe', false);
Object.defineProperty(globalThis, 'beforeAll', { get: () => globalThis.before });
Object.defineProperty(globalThis, 'afterAll', { get: () => globalThis.after });

// A failing property has already killed the mutant, so it is not shrunk; a property that holds is tried only briefly.
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 250 });
