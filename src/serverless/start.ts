import { Revocations, SigningKeys } from 'lifeguard-auth';
import { createApp } from '../app';
import { acceptsEmulatorKeys } from '../config/emulator-keys';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { createLogger } from '../log/logger';
import { refuseEmulatorKeys } from '../serve';
import { createAuthorizer, type AuthorizerHandler } from './authorizer';
import { createHandler, type LambdaHandler } from './handler';
import { afterThaw } from './thaw';

/**
 * Builds the service as a Lambda function.
 *
 * @throws StartupError if a setting is wrong or missing, or a policy contradicts itself.
 */
export async function startFunction(settings: Settings): Promise<LambdaHandler> {
  const { app, catchUp } = await startApplication(settings);
  const handle = await createHandler(app);
  return async (event) => {
    await catchUp();
    return handle(event);
  };
}

/**
 * Builds the Lambda authorizer of the service's routes.
 *
 * @throws StartupError as `startFunction`
 */
export async function startAuthorizer(settings: Settings): Promise<AuthorizerHandler> {
  const { app, catchUp } = await startApplication(settings);
  const authorize = createAuthorizer(app, settings.runtime.authorizerAnswer);
  return async (event) => {
    await catchUp();
    return authorize(event);
  };
}

async function startApplication(settings: Settings) {
  requireSharedState(settings);
  const app = await createApp(settings, createLogger(settings.observability.logLevel));
  const keys = app.get(SigningKeys);
  await keys.read();
  if (!acceptsEmulatorKeys(settings)) await refuseEmulatorKeys(app);
  const revocations = app.get(Revocations);
  return { app, catchUp: afterThaw({ keys: () => keys.read(), revocations: () => revocations.catchUp() }) };
}

/**
 * Lambda runs many environments in parallel: without a shared store each of them knows only its own
 * revocations.
 */
export function requireSharedState({ store }: Settings): void {
  if (store.redis === undefined && store.lambdaAlone === undefined) {
    throw new StartupError(
      'REDIS_URL: a Lambda function needs it, since each of its environments would know only its own ' +
        'revocations and rate limits; set LAMBDA_ALONE=accept to run without',
    );
  }
}
