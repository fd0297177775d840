import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import type { ShutdownSettings } from '../config/settings';
import { Draining } from './draining';

/** Share of the shutdown timeout for requests in flight; the rest is for closing the application. */
const SHARE_OF_TIME = 0.9;

/** Registers the application, once it is built, for a graceful shutdown. */
export type RegisterShutdown = (
  app: NestFastifyApplication,
  settings: ShutdownSettings,
  logger: Logger,
) => void;

/**
 * Ends the process with status 0 on SIGTERM and SIGINT: immediately if no application is registered, gracefully
 * otherwise. Further signals are ignored, because a terminal's Ctrl-C may arrive together with a supervisor's signal.
 */
export function shutDownOnSignals(): RegisterShutdown {
  let ending = false;
  let end = (_signal: NodeJS.Signals): void => process.exit(0);
  const onSignal = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    end(signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return (app, settings, logger) => {
    end = (signal) => {
      logger.info({ signal }, 'shutting down');
      shutDown(app, settings, logger).then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ error: String(error) }, 'shutdown failed');
          process.exit(1);
        },
      );
    };
  };
}

/**
 * Fails readiness, keeps serving until the load balancer notices, then stops accepting connections.
 * Resolves when the requests in flight are answered, or after the timeout.
 */
async function shutDown(
  app: NestFastifyApplication,
  settings: ShutdownSettings,
  logger: Logger,
): Promise<void> {
  app.get(Draining).begin();
  await sleep(settings.delaySeconds * 1000);
  const cutOff = new AbortController();
  const timeOver = sleep(settings.timeoutSeconds * 1000 * SHARE_OF_TIME, 'over', cutOff);
  const first = await Promise.race([app.close(), timeOver]);
  if (first === 'over') logger.warn('shutdown timeout: requests dropped');
  else cutOff.abort();
}
