import { readEnvironment } from '../config/environment';
import { parseSettings } from '../config/settings';
import type { LambdaHandler } from './handler';
import { startFunction } from './start';
import { startOrEnd } from './start-or-end';

/** Started while Lambda initialises the environment, once for all of its requests. */
const started = startOrEnd(() => startFunction(parseSettings(readEnvironment())));

/** Answers an event of a REST API, an HTTP API, a Function URL or a load balancer. */
export const handler: LambdaHandler = async (event) => (await started)(event);
