import { createHash } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { LRUCache } from 'lru-cache';

/** One window of one key. */
export interface Window {
  readonly hits: number;
  /** Until the window ends and counting restarts. */
  readonly msLeft: number;
}

/** Beyond this number the least recently used window is dropped. */
const MAX_WINDOWS = 100_000;

/** Maximum wait for the store to count a request; after that it is counted here. */
const ANSWER_MS = 250;

/** Counts, and starts the window with the first count, atomically, so that every count expires. */
const COUNT = `
local hits = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]); left = tonumber(ARGV[1]) end
return {hits, left}`;

interface Counter {
  hits: number;
  endsAt: number;
}

/**
 * Fixed-window counters: in Redis if instances share it, and in the process without Redis or while it is
 * down. Keys are stored as hashes only.
 */
@Injectable()
export class Counters {
  readonly #windows = new LRUCache<string, Counter>({ maxSize: MAX_WINDOWS, sizeCalculation: () => 1 });

  constructor(@Optional() private readonly store?: SharedStore) {}

  /** Adds one to the window of a key, and starts a window of `windowMs` if there is none. */
  async count(key: string, windowMs: number): Promise<Window> {
    const name = createHash('sha256').update(key).digest('base64url');
    if (!this.store) return this.#countHere(name, windowMs);
    try {
      return await this.#countShared(this.store, name, windowMs);
    } catch {
      return this.#countHere(name, windowMs);
    }
  }

  #countHere(name: string, windowMs: number): Window {
    const now = Date.now();
    const known = this.#windows.get(name);
    const counter = known && known.endsAt > now ? known : { hits: 0, endsAt: now + windowMs };
    counter.hits += 1;
    if (counter !== known) this.#windows.set(name, counter);
    return { hits: counter.hits, msLeft: counter.endsAt - now };
  }

  async #countShared(store: SharedStore, name: string, windowMs: number): Promise<Window> {
    const key = `lifeguard:count:${name}`;
    const [hits, msLeft] = (await store.run((redis) => redis.eval(COUNT, 1, key, windowMs), ANSWER_MS)) as [
      number,
      number,
    ];
    return { hits, msLeft };
  }
}
