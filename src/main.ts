import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { RoutePolicies } from './auth/policies/route-policies';
import { SigningKeys } from './auth/tokens/signing-keys';
import { readEnvironment } from './config/environment';
import { parseSettings, type Settings } from './config/settings';
import { createLogger } from './log/logger';
import { routeTable } from './openapi/route-table';
import { endOnSignals } from './shutdown/end-on-signals';

/** A start that must not go on; the message is one line for the operator. */
class StartRefused extends Error {}

async function main(): Promise<void> {
  const endInOrder = endOnSignals();
  const settings = parseSettings(readEnvironment());
  const logger = createLogger(settings.logLevel);
  const app = await createApp(settings, logger);
  endInOrder(app, settings, logger);
  if (settings.production) await refuseEmbeddedPool(app);
  for (const line of routeTable(app.get(RoutePolicies).list())) logger.info({ route: line }, 'route');
  await listen(app, settings);
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

async function listen(app: NestFastifyApplication, { port, host }: Settings): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new StartRefused(`PORT: ${port} is in use`);
    if (code === 'EACCES') throw new StartRefused(`PORT: ${port} may not be listened on`);
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new StartRefused(`HOST: there is no ${host} here`);
    throw error;
  }
}

/** Errors whose message tells an operator everything. */
const NAMED = new Set(['SettingsError', 'PolicyError']);

main().catch((error: unknown) => {
  const expected = error instanceof StartRefused || (error instanceof Error && NAMED.has(error.name));
  console.error(expected ? error.message : error);
  process.exit(1);
});
