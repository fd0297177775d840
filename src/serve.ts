import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { RoutePolicies, SigningKeys } from 'lifeguard-auth';
import type { Settings } from './config/settings';
import { listenError, StartRefused } from './config/startup-error';
import { createLogger } from './log/logger';
import { routeTable } from './openapi/route-table';
import type { EndInOrder } from './shutdown/end-on-signals';

/**
 * Builds the application and listens.
 *
 * @param onClose is awaited when the application closes, after the requests in flight.
 * @throws StartRefused, SettingsError or PolicyError, whose messages tell an operator everything.
 */
export async function serve(
  settings: Settings,
  endInOrder: EndInOrder,
  onClose: () => Promise<void>,
): Promise<void> {
  const logger = createLogger(settings.logLevel);
  const app = await createApp(settings, logger);
  app.getHttpAdapter().getInstance().addHook('onClose', onClose);
  endInOrder(app, settings, logger);
  if (settings.production) await refuseEmbeddedPool(app);
  for (const line of routeTable(app.get(RoutePolicies).list())) logger.info({ route: line }, 'route');
  await app.listen(settings.port, settings.host).catch((error: unknown) => {
    throw listenError(error, 'PORT', settings);
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  logger.info({ port, host: settings.host }, 'listening');
}

/** The emulators' signing key is public, so that whoever has its source could sign in as anybody. */
async function refuseEmbeddedPool(app: NestFastifyApplication): Promise<void> {
  const keys = app.get(SigningKeys);
  await keys.read();
  if (keys.publishesRefusedKey) {
    throw new StartRefused(
      'COGNITO_JWKS_URI: publishes the signing key of an emulator, whose private half is public',
    );
  }
}
