import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { SealedBox } from './sealed-box';
import { isSessionRecord, type Session, type SessionRecord } from './session.record';
import { SessionStore } from './session.store';

const ID_BYTES = 32;
/** 256 bits in base64url. Other values are refused without a look-up. */
const ID = /^[\w-]{43}$/;

/** The key of a session in the store: a hash, from which the cookie's value cannot be derived. */
export const storeKey = (id: string): string => createHash('sha256').update(id).digest('base64url');

/**
 * Stores session records sealed. Opening one takes `SESSION_SECRET` and the value of its cookie, so a copy of the store
 * is of no use by itself.
 */
@Injectable()
export class SessionRecords {
  readonly #box: SealedBox;

  constructor(
    private readonly store: SessionStore,
    @Inject(SETTINGS.browser) private readonly settings: BrowserSettings,
  ) {
    this.#box = new SealedBox('lifeguard session', settings.secrets);
  }

  /**
   * Stores a new session under a new random id.
   *
   * @throws Problem `sessions_unavailable` if the store cannot be reached. All methods throw it.
   */
  async create(record: SessionRecord): Promise<Session> {
    const id = randomBytes(ID_BYTES).toString('base64url');
    await orUnavailable(this.store.create(storeKey(id), this.#box.seal(record, id), this.settings.idleMs));
    return { id, record };
  }

  /** Reads the session of a cookie. Returns undefined if the id was never issued or its session has ended. */
  async read(id: string): Promise<SessionRecord | undefined> {
    if (!ID.test(id)) return undefined;
    const sealed = await orUnavailable(this.store.read(storeKey(id), this.settings.idleMs));
    const record = sealed && this.#box.open(sealed, id);
    if (!isSessionRecord(record)) return undefined;
    if (Date.now() < record.startedAt + this.settings.maximumMs) return record;
    await this.delete(storeKey(id));
    return undefined;
  }

  /** Replaces a record. Returns false if the session has ended in the meantime. */
  replace({ id, record }: Session): Promise<boolean> {
    return orUnavailable(this.store.replace(storeKey(id), this.#box.seal(record, id), this.settings.idleMs));
  }

  /** @param key the result of `storeKey`. */
  delete(key: string): Promise<void> {
    return orUnavailable(this.store.delete(key));
  }
}

const orUnavailable = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw new Problem('sessions_unavailable', 'The session store is unavailable; try again.', {
      retryAfter: 1,
      cause,
    });
  });
