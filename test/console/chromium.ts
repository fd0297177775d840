import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser for the tests: `CHROMIUM`, or else the first one on the PATH. */
const PROGRAM = process.env.CHROMIUM || NAMES.map(findOnPath).find((found) => found !== undefined);

/**
 * `describe`, visibly skipped without Chromium, which CI must have. In CI a failing test runs a second time
 * and the log shows both runs, because a browser on a busy machine is sometimes late.
 */
export function describeWithChromium(title: string, tests: () => void): void {
  if (process.env.CI === 'true') jest.retryTimes(1, { logErrorsBeforeRetry: true });
  if (PROGRAM !== undefined) describe(title, tests);
  else if (process.env.CI === 'true')
    describe(title, () => it('has a Chromium to run in', () => expect(PROGRAM).toBeDefined()));
  else describe.skip(`${title} (skipped: no chromium on the PATH, nor in CHROMIUM)`, tests);
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

function findOnPath(name: string): string | undefined {
  const candidates = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
