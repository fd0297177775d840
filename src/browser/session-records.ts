import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { SealedBox } from './sealed-box';
import { isSessionRecord, type Session, type SessionRecord } from './session.record';
import { SessionStore } from './session.store';

const ID_BYTES = 32;
/** 256 bits in base64url: nothing else is looked up. */
const ID = /^[\w-]{43}$/;

/** Under which name a session lies in the store: from it nobody can tell the cookie. */
export const nameOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

/**
 * Sealed session records. The key of each needs the value of its cookie and `SESSION_SECRET`, so that a copy of the
 * store opens nothing.
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
   * Stores a new session under an id of its own.
   *
   * @throws Problem `sessions_unavailable` where the store cannot be reached; so do the others.
   */
  async create(record: SessionRecord): Promise<Session> {
    const id = randomBytes(ID_BYTES).toString('base64url');
    await reached(this.store.create(nameOf(id), this.#box.seal(record, id), this.settings.idleMs));
    return { id, record };
  }

  /** The session of a cookie; undefined for an id that was never issued, or has ended. */
  async read(id: string): Promise<SessionRecord | undefined> {
    if (!ID.test(id)) return undefined;
    const sealed = await reached(this.store.read(nameOf(id), this.settings.idleMs));
    const record = sealed && this.#box.open(sealed, id);
    if (!isSessionRecord(record)) return undefined;
    if (Date.now() < record.startedAt + this.settings.maximumMs) return record;
    await this.delete(nameOf(id));
    return undefined;
  }

  /** Replaces a record. Returns false where the session has ended meanwhile. */
  replace({ id, record }: Session): Promise<boolean> {
    return reached(this.store.replace(nameOf(id), this.#box.seal(record, id), this.settings.idleMs));
  }

  /** @param name as `nameOf` gives it. */
  delete(name: string): Promise<void> {
    return reached(this.store.delete(name));
  }
}

const reached = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw new Problem('sessions_unavailable', 'The sessions cannot be reached; try again.', {
      retryAfter: 1,
      cause,
    });
  });
