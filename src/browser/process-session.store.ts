import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SessionStore } from './session.store';

const BOUNDS = { sessions: 20_000, bytes: 256 * 1024 * 1024 };

/** Keeps sessions in the memory of this process. Beyond the bounds, the least recently used session ends. */
@Injectable()
export class ProcessSessionStore extends SessionStore {
  readonly shared = false;
  readonly #sessions: LRUCache<string, Buffer>;

  constructor(@Optional() bounds = BOUNDS) {
    super();
    this.#sessions = new LRUCache({
      max: bounds.sessions,
      maxSize: bounds.bytes,
      sizeCalculation: (sealed) => sealed.byteLength,
    });
  }

  create(key: string, sealed: Buffer, idleMs: number): Promise<void> {
    this.#sessions.set(key, sealed, { ttl: idleMs });
    return Promise.resolve();
  }

  read(key: string, idleMs: number): Promise<Buffer | undefined> {
    const sealed = this.#sessions.get(key);
    if (sealed) this.#sessions.set(key, sealed, { ttl: idleMs });
    return Promise.resolve(sealed);
  }

  replace(key: string, sealed: Buffer, idleMs: number): Promise<boolean> {
    const exists = this.#sessions.has(key);
    if (exists) this.#sessions.set(key, sealed, { ttl: idleMs });
    return Promise.resolve(exists);
  }

  delete(key: string): Promise<void> {
    this.#sessions.delete(key);
    return Promise.resolve();
  }
}
