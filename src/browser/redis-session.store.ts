import { Injectable } from '@nestjs/common';
import { SharedStore } from 'lifeguard-auth/redis';
import { SessionStore } from './session.store';

const redisKey = (key: string): string => `lifeguard:session:{${key}}`;

/** Keeps sessions in Redis, shared by all instances and across restarts. Needs `GETEX` (Redis 6.2, Valkey). */
@Injectable()
export class RedisSessionStore extends SessionStore {
  readonly shared = true;

  constructor(private readonly store: SharedStore) {
    super();
  }

  async create(key: string, sealed: Buffer, idleMs: number): Promise<void> {
    await this.store.run((redis) => redis.set(redisKey(key), sealed, 'PX', idleMs));
  }

  async read(key: string, idleMs: number): Promise<Buffer | undefined> {
    const sealed = await this.store.run((redis) => redis.getexBuffer(redisKey(key), 'PX', idleMs));
    return sealed ?? undefined;
  }

  async replace(key: string, sealed: Buffer, idleMs: number): Promise<boolean> {
    const replaced = await this.store.run((redis) => redis.set(redisKey(key), sealed, 'PX', idleMs, 'XX'));
    return replaced === 'OK';
  }

  async delete(key: string): Promise<void> {
    await this.store.run((redis) => redis.del(redisKey(key)));
  }
}
