import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { seal, unseal } from './sealed-answer';

/**
 * The longest refresh: two attempts of a minute each. After that the lock of a dead instance expires.
 */
const LOCK_MS = 120_000;
/** How long a result is stored for waiting callers, and how often they check. */
const ANSWER_MS = 5000;
const POLL_MS = 25;

/**
 * One call to Cognito for concurrent requests with the same refresh token, on any instance. With rotation
 * the first refresh invalidates the token, so a second one would be refused. Only callers that arrive
 * during a refresh share its result; the next one starts its own.
 */
@Injectable()
export class SharedRefresh {
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(@Optional() private readonly store?: SharedStore) {}

  /**
   * Joins the running refresh, or starts one.
   *
   * @param secret the value that callers must share: usually the refresh token.
   */
  join<T>(secret: string, renew: () => Promise<T>): Promise<T> {
    const name = createHash('sha256').update(secret).digest('base64url');
    const running = this.#running.get(name) as Promise<T> | undefined;
    if (running) return running;
    const started = this.#run(name, secret, renew).finally(() => this.#running.delete(name));
    this.#running.set(name, started);
    return started;
  }

  async #run<T>(name: string, secret: string, renew: () => Promise<T>): Promise<T> {
    const { store } = this;
    if (!store?.up) return renew();
    const [lock, id] = [`lifeguard:refresh:{${name}}`, randomUUID()];
    const owner = await this.#lock(store, lock, id);
    if (owner === undefined) return renew();
    if (owner !== id) return (await this.#await<T>(store, lock, owner, secret)) ?? renew();
    try {
      const answer = await renew();
      await store
        .run((redis) => redis.set(`${lock}:${id}`, seal(answer, secret, id), 'PX', ANSWER_MS))
        .catch(ignore);
      return answer;
    } finally {
      await store.run((redis) => redis.del(lock)).catch(ignore);
    }
  }

  /** The id of the running refresh, which may be our own; undefined if the store does not respond. */
  async #lock(store: SharedStore, lock: string, id: string): Promise<string | undefined> {
    try {
      const set = await store.run((redis) => redis.set(lock, id, 'PX', LOCK_MS, 'NX'));
      return set === 'OK' ? id : ((await store.run((redis) => redis.get(lock))) ?? undefined);
    } catch {
      return undefined;
    }
  }

  /**
   * The result of another instance; undefined if it has none or has died, so that we call Cognito
   * ourselves.
   */
  async #await<T>(store: SharedStore, lock: string, owner: string, secret: string): Promise<T | undefined> {
    try {
      for (let isRunning = true; ;) {
        const answer = await store.run((redis) => redis.get(`${lock}:${owner}`));
        if (answer !== null) return unseal(answer, secret, owner) as T;
        if (!isRunning) return undefined;
        await sleep(POLL_MS);
        isRunning = (await store.run((redis) => redis.get(lock))) === owner;
      }
    } catch {
      return undefined;
    }
  }
}

/** Without the store, only this caller gets the result. */
const ignore = (): undefined => undefined;
