import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SessionStore } from './session.store';

const MAXIMUM_SESSIONS = 20_000;
const MAXIMUM_BYTES = 256 * 1024 * 1024;

/** Sessions in the memory of this process. Beyond the bounds, the session used least recently ends. */
@Injectable()
export class ProcessSessionStore extends SessionStore {
  readonly shared = false;
  readonly #sessions = new LRUCache<string, Buffer>({
    max: MAXIMUM_SESSIONS,
    maxSize: MAXIMUM_BYTES,
    sizeCalculation: (sealed) => sealed.byteLength,
  });

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
