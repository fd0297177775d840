import { startService, type Service } from '../support/service';
import type { Answer } from '../support/test-service';

/** The response to a request that needs an action unknown to the endpoint. */
export const NOT_HERE = { status: 501, body: { code: 'not_available_here', status: 501 } };
export const UNAVAILABLE = { status: 503, body: { code: 'cognito_unavailable', status: 503 } };

/** Starts the real service with an emulator. */
export const startLane = (environment: Record<string, string>): Promise<Service> =>
  startService({ ...environment, AUTH_RATE_LIMIT: 'off', ACCOUNT_RATE_LIMIT: 'off' });

/** The names of the users or groups of a list. */
export const namesIn = ({ body }: Answer): unknown[] =>
  (body.items as { username?: string; name?: string }[]).map(({ username, name }) => username ?? name);
