import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { until } from './until';

const LIMIT_MS = 5000;

/**
 * A function that waits until every one of the instances, which share a Redis, has received what any of them has
 * published so far: Redis delivers messages in order. Resolves once the instances listen.
 */
export async function keepInStep(apps: readonly INestApplication[]): Promise<() => Promise<boolean>> {
  const channel = `test:in-step:${randomUUID()}`;
  const stores = apps.map((app) => app.get(SharedStore, { strict: false }));
  const heard = new Map<string, () => void>();
  for (const store of stores) store.listen(channel, (word) => heard.get(word)?.());

  const inStep = async (): Promise<boolean> => {
    const word = randomUUID();
    let missing = stores.length;
    const byAll = new Promise<boolean>((resolve) => {
      heard.set(word, () => (missing -= 1) === 0 && resolve(true));
    });
    await stores[0]?.run((redis) => redis.publish(channel, word)).catch(() => undefined);
    const limit = new AbortController();
    const late = sleep(LIMIT_MS, false, limit).catch(() => false);
    const isHeard = await Promise.race([byAll, late]);
    limit.abort();
    heard.delete(word);
    return isHeard;
  };
  await until('the instances are connected', () => stores.every(({ up }) => up));
  await until('the instances hear each other', inStep);
  return inStep;
}
