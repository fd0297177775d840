import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that the tests drive: `CHROMIUM`, else the first one on the PATH. */
const PROGRAM = process.env.CHROMIUM || NAMES.map(findOnPath).find((found) => found !== undefined);

/**
 * `describe`, visibly skipped where there is no Chromium; where CI runs there has to be one. There, a test that fails runs a
 * second time, and the log has both: a browser on a busy machine is late now and then.
 */
export function describeWithChromium(title: string, tests: () => void): void {
  if (process.env.CI === 'true') jest.retryTimes(1, { logErrorsBeforeRetry: true });
  if (PROGRAM !== undefined) describe(title, tests);
  else if (process.env.CI === 'true')
    describe(title, () => it('has a Chromium to run in', () => expect(PROGRAM).toBeDefined()));
  else describe.skip(`${title} (skipped: no chromium on the PATH, nor in CHROMIUM)`, tests);
}

/** Starts it, with nothing that it does by itself: no updates, no calls home. */
export function launchChromium(): Promise<Browser> {
  if (PROGRAM === undefined) throw new Error('There is no Chromium');
  return chromium.launch({
    executablePath: PROGRAM,
    headless: true,
    // The tests may run as root, which Chromium's sandbox refuses.
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
