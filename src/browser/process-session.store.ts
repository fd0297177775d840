import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SessionStore } from './session.store';

const BOUNDS = { sessions: 20_000, bytes: 256 * 1024 * 1024 };

/** Sessions in the memory of this process. Beyond the bounds, the session used least recently ends. */
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

  create(name: string, sealed: Buffer, idleMs: number): Promise<void> {
    this.#sessions.set(name, sealed, { ttl: idleMs });
    return Promise.resolve();
  }

  read(name: string, idleMs: number): Promise<Buffer | undefined> {
    const sealed = this.#sessions.get(name);
    if (sealed) this.#sessions.set(name, sealed, { ttl: idleMs });
    return Promise.resolve(sealed);
  }

  replace(name: string, sealed: Buffer, idleMs: number): Promise<boolean> {
    const exists = this.#sessions.has(name);
    if (exists) this.#sessions.set(name, sealed, { ttl: idleMs });
    return Promise.resolve(exists);
  }

  delete(name: string): Promise<void> {
    this.#sessions.delete(name);
    return Promise.resolve();
  }
}
