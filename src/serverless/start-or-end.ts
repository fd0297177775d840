import { StartupError } from '../config/startup-error';

/** Starts a function. If that fails, prints the reason and exits, so that Lambda reports a failed init. */
export function startOrEnd<Handler>(start: () => Promise<Handler>): Promise<Handler> {
  return Promise.resolve()
    .then(start)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof StartupError ? error.message : describe(error)}\n`);
      process.exit(1);
    });
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
