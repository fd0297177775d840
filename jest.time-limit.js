const { spawnSync } = require('node:child_process');
const path = require('node:path');

const DEFAULT_MINUTES = 10;

/**
 * Ends the run with the name of a suite that takes too long. Jest's own time limits need the event loop of the suite, so
 * code that blocks it would keep the run from ending, and nothing would say which suite it is.
 */
module.exports = class TimeLimit {
  #timers = new Map();

  constructor(_config, { minutes = DEFAULT_MINUTES } = {}) {
    this.minutes = minutes;
  }

  onTestFileStart({ path: file }) {
    this.#timers.set(
      file,
      setTimeout(() => this.#end(file), this.minutes * 60_000),
    );
  }

  onTestFileResult({ path: file }) {
    clearTimeout(this.#timers.get(file));
  }

  #end(file) {
    process.stderr.write(`${path.relative('', file)} did not end within ${this.minutes} minutes\n`);
    // A blocked worker would outlive Jest and keep its output open.
    spawnSync('pkill', ['-KILL', '-P', String(process.pid)]);
    process.exit(1);
  }
};
