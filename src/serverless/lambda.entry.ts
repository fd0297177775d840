import { readEnvironment } from '../config/environment';
import { parseSettings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import type { LambdaHandler } from './handler';
import { startFunction } from './start';

/** Started while Lambda initialises the environment, once for all of its requests. */
const started: Promise<LambdaHandler> = Promise.resolve()
  .then(() => startFunction(parseSettings(readEnvironment())))
  .catch((error: unknown) => {
    console.error(error instanceof StartupError ? error.message : error);
    process.exit(1);
  });

/** Answers an event of a REST API, an HTTP API, a Function URL or a load balancer. */
export const handler: LambdaHandler = async (event) => (await started)(event);
