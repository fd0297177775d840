import { readEnvironment } from '../config/environment';
import { parseSettings } from '../config/settings';
import type { AuthorizerHandler } from './authorizer';
import { startAuthorizer } from './start';
import { startOrEnd } from './start-or-end';

/** Started while Lambda initialises the environment, once for all of its requests. */
const started = startOrEnd(() => startAuthorizer(parseSettings(readEnvironment())));

/** Answers the events of a REST API (`TOKEN`, `REQUEST`) and of an HTTP API (1.0, 2.0). */
export const handler: AuthorizerHandler = async (event) => (await started)(event);
