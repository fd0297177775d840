import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from '../../pool/embedded-pool';
import { ServiceProcess } from '../support/process';
import { Watched } from './watched';

type Environment = Record<string, string>;

/**
 * Runs a service with the most verbose log and an embedded pool. The log is complete once the promise
 * resolves.
 */
export async function watch(
  options: EmbeddedPoolOptions,
  use: (watched: Watched, pool: EmbeddedPool) => Promise<void>,
  environmentOf: (pool: EmbeddedPool) => Environment | Promise<Environment> = (pool) => pool.env(),
): Promise<Watched> {
  const pool = await startEmbeddedPool(options);
  try {
    const environment = { ...(await environmentOf(pool)), AUTH_RATE_LIMIT: 'off', LOG_LEVEL: 'trace' };
    const service = await ServiceProcess.start(environment);
    const watched = new Watched(service);
    try {
      await use(watched, pool);
    } finally {
      await service.stop();
    }
    return watched;
  } finally {
    await pool.close();
  }
}

export const passwordOf = (pool: EmbeddedPool, username: string): string => pool.passwords[username] ?? '';
