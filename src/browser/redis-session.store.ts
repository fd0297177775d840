import { Injectable } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { SessionStore } from './session.store';

const keyOf = (name: string): string => `lifeguard:session:{${name}}`;

/** Sessions in Redis, where every instance finds them and a restart loses none. Needs `GETEX` (Redis 6.2, Valkey). */
@Injectable()
export class RedisSessionStore extends SessionStore {
  readonly shared = true;

  constructor(private readonly store: SharedStore) {
    super();
  }

  async create(name: string, sealed: Buffer, idleMs: number): Promise<void> {
    await this.store.run((redis) => redis.set(keyOf(name), sealed, 'PX', idleMs));
  }

  async read(name: string, idleMs: number): Promise<Buffer | undefined> {
    const sealed = await this.store.run((redis) => redis.getexBuffer(keyOf(name), 'PX', idleMs));
    return sealed ?? undefined;
  }

  async replace(name: string, sealed: Buffer, idleMs: number): Promise<boolean> {
    const replaced = await this.store.run((redis) => redis.set(keyOf(name), sealed, 'PX', idleMs, 'XX'));
    return replaced === 'OK';
  }

  async delete(name: string): Promise<void> {
    await this.store.run((redis) => redis.del(keyOf(name)));
  }
}
