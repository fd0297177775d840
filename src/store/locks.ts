import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import type { Logger } from 'pino';
import { LOGGER } from '../log/logger';
import { Problem } from '../problems/problem';

/** After this time the lock of a dead instance expires. It is longer than any work under a lock. */
const LIFE_MS = 120_000;
/** How long a request waits for a lock, and how often it checks. */
const WAIT_MS = 15_000;
const LOOK_MS = 25;

/** Deletes the key if it has our value. KEYS[1]: the key. ARGV[1]: the value. */
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;

/**
 * Mutual exclusion between requests: in this process, and with a shared store across instances. While the
 * store is unreachable, only requests of this process exclude each other.
 */
@Injectable()
export class Locks {
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() private readonly store?: SharedStore,
  ) {}

  /**
   * Runs work while holding the lock.
   *
   * @throws Problem `conflict` if the lock is not free in time; otherwise the errors of `work`.
   */
  async hold<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const mine = before.then(() => this.#holdShared(name, work));
    const settled = mine.then(ignore, ignore);
    this.#tails.set(name, settled);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(name) === settled) this.#tails.delete(name);
    }
  }

  async #holdShared<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const [key, id] = [`lifeguard:lock:{${name}}`, randomUUID()];
    if (!(await this.#take(key, id))) return work();
    try {
      return await work();
    } finally {
      await this.store?.run((redis) => redis.eval(RELEASE, 1, key, id)).catch(ignore);
    }
  }

  /** False if there is no store for the lock. */
  async #take(key: string, id: string): Promise<boolean> {
    const end = Date.now() + WAIT_MS;
    while (Date.now() < end) {
      if (!this.store?.up) return false;
      try {
        const taken = await this.store.run((redis) => redis.set(key, id, 'PX', LIFE_MS, 'NX'));
        if (taken === 'OK') return true;
      } catch {
        this.logger.warn('the shared store does not respond; locks apply to this instance only');
        return false;
      }
      await sleep(LOOK_MS);
    }
    throw new Problem('conflict', 'Another change of this kind is still in progress; try again.');
  }
}

const ignore = (): undefined => undefined;
