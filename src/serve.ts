import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PolicyError, RoutePolicies, SigningKeys } from 'lifeguard-auth';
import { createApp } from './app';
import type { FeatureModules } from './app.module';
import { acceptsEmulatorKeys } from './config/emulator-keys';
import type { Settings } from './config/settings';
import { listenError, StartupError } from './config/startup-error';
import { createLogger } from './log/logger';
import { routeTable } from './openapi/route-table';
import type { RegisterShutdown } from './shutdown/graceful-shutdown';

/**
 * Builds the application and listens.
 *
 * @param onClose is awaited when the application closes, after the requests in flight.
 * @throws StartupError for what an operator can fix: contradicting policies, a port in use, an emulator's key.
 */
export async function serve(
  settings: Settings,
  registerShutdown: RegisterShutdown,
  onClose: () => Promise<void>,
  modules: FeatureModules = [],
): Promise<void> {
  const logger = createLogger(settings.observability.logLevel);
  const app = await createApp(settings, logger, modules).catch((error: unknown) => {
    throw error instanceof PolicyError ? new StartupError(error.message) : error;
  });
  app.getHttpAdapter().getInstance().addHook('onClose', onClose);
  registerShutdown(app, settings.shutdown, logger);
  if (!acceptsEmulatorKeys(settings)) await refuseEmulatorKeys(app);
  for (const line of routeTable(app.get(RoutePolicies).list())) logger.info({ route: line }, 'route');
  const { host } = settings.http;
  await app.listen(settings.http.port, host).catch((error: unknown) => {
    throw listenError(error, 'PORT', settings.http);
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  logger.info({ port, host }, 'listening');
}

/** The private half of the emulators' signing key is public: with it, anyone could sign tokens for any user. */
export async function refuseEmulatorKeys(app: NestFastifyApplication): Promise<void> {
  const keys = app.get(SigningKeys);
  await keys.read();
  if (keys.publishesEmulatorKey) {
    throw new StartupError(
      'COGNITO_JWKS_URI: publishes the signing key of an emulator, whose private half is public',
    );
  }
}
