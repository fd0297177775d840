import { chromium, type Browser } from 'playwright-core';
import { describeWithProgram, findOnPath } from '../support/installed-program';

/** The browser for the tests: `CHROMIUM`, or else the first one on the PATH. */
const PROGRAM = process.env.CHROMIUM || findOnPath('chromium', 'chromium-browser', 'google-chrome');

/**
 * `describe`, visibly skipped without Chromium, which CI must have. In CI a failing test runs a second time
 * and the log shows both runs, because a browser on a busy machine is sometimes late.
 */
export function describeWithChromium(title: string, tests: () => void): void {
  if (process.env.CI === 'true') jest.retryTimes(1, { logErrorsBeforeRetry: true });
  const missing = 'no chromium on the PATH, nor in CHROMIUM';
  describeWithProgram({ name: 'a Chromium', path: PROGRAM, missing }, title, tests);
}

/** Starts Chromium without its background activity, such as updates. */
export function launchChromium(): Promise<Browser> {
  if (PROGRAM === undefined) throw new Error('There is no Chromium');
  return chromium.launch({
    executablePath: PROGRAM,
    headless: true,
    // The tests may run as root, which Chromium's sandbox does not allow.
    chromiumSandbox: false,
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
