import { Inject, Injectable } from '@nestjs/common';
import { Revocations, type Reason } from 'lifeguard-auth';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { ProblemCode } from '../problems/catalogue';
import { isProblem } from '../problems/problem';
import { RefreshService } from '../sign-in/refresh.service';
import { SharedRefresh } from '../sign-in/shared-refresh';
import { nameOf, SessionRecords } from './session-records';
import { claimsOf, principalOf, type Session, type SessionRecord } from './session.record';

/** Renewed so long before its end, so that a token does not expire on its way to Cognito. */
const EARLY_SECONDS = 10;
/** Of a token that lives for seconds only, no more than this part is given away. */
const EARLY_SHARE = 0.1;

/** Answers to a renewal by which Cognito ends the session; after any other failure it may be tried again. */
const REFUSALS: ReadonlySet<ProblemCode> = new Set([
  'bad_credentials',
  'refresh_token_reused',
  'user_not_found',
  'not_found',
  'not_allowed',
  'invalid_parameter',
  'user_not_confirmed',
  'password_reset_required',
  'refused_by_trigger',
]);

/** Why tokens are revoked of a session that goes on: new ones are as they should be. */
const RENEWED: ReadonlySet<Reason> = new Set(['groups', 'overflow']);

/** Tokens as a sign-in or a renewal gives them. */
type NewTokens = Pick<SessionRecord, 'accessToken' | 'idToken' | 'refreshToken'>;

/** What a session begins with. */
export type FirstTokens = NewTokens & Pick<SessionRecord, 'deviceKey'>;

/** What is to be done before the access token of a session can be used. */
type Condition = 'good' | 'renew' | 'ended';

/** The sessions of browsers: begun with tokens that were verified, renewed behind a call, ended. */
@Injectable()
export class Sessions {
  constructor(
    private readonly records: SessionRecords,
    private readonly revocations: Revocations,
    private readonly refreshes: RefreshService,
    private readonly shared: SharedRefresh,
    @Inject(SETTINGS.browser) private readonly settings: BrowserSettings,
  ) {}

  /** Begins a session under a new id, and ends the one that the browser had before. */
  async begin(tokens: FirstTokens, previous: string | undefined): Promise<Session> {
    const session = await this.records.create({ generation: 0, startedAt: Date.now(), ...stored(tokens) });
    if (previous !== undefined) await this.records.delete(previous);
    return session;
  }

  /**
   * The session of a cookie with an access token that can be used: it is renewed where it has expired, or was revoked
   * for a change of groups. Undefined for a session that has ended, which is deleted.
   *
   * @throws Problem of an outage at Cognito or the store, which ends nothing.
   */
  async find(id: string): Promise<Session | undefined> {
    const record = await this.records.read(id);
    if (!record) return undefined;
    const session = { id, record };
    switch (this.#condition(record)) {
      case 'good':
        return session;
      case 'renew':
        return this.renew(session);
      case 'ended':
        await this.end(session);
        return undefined;
    }
  }

  /** The session of a cookie as it is stored, for a caller that needs no access token. */
  async peek(id: string): Promise<Session | undefined> {
    const record = await this.records.read(id);
    return record && this.#condition(record) !== 'ended' ? { id, record } : undefined;
  }

  /** Renews the tokens of a session: once for all who ask at the same time, on whichever instance. */
  async renew(session: Session): Promise<Session | undefined> {
    const { id, record } = session;
    // The cookie is what all of them know and nobody else does.
    const renewed = await this.shared.join<SessionRecord | null>(`session\n${id}`, () =>
      this.#renewOnce(session),
    );
    if (!renewed || this.#condition(renewed) === 'ended') {
      await this.end(session);
      return undefined;
    }
    return renewed.generation === record.generation ? session : { id, record: renewed };
  }

  end({ id }: Session): Promise<void> {
    return this.records.delete(nameOf(id));
  }

  /** When the session ends unless it is used, in milliseconds since the epoch. */
  expiresAt({ record }: Session): number {
    const { idleMs, maximumMs } = this.settings;
    return Math.min(record.startedAt + maximumMs, Date.now() + idleMs);
  }

  /** Null where Cognito refuses, or the session has ended meanwhile. */
  async #renewOnce({ id, record: seen }: Session): Promise<SessionRecord | null> {
    const record = await this.records.read(id);
    if (!record) return null;
    // Somebody was faster: a rotated refresh token must not be used a second time.
    if (record.generation !== seen.generation) return record;
    const tokens = await this.#refresh(record);
    if (!tokens) return null;
    const { generation, startedAt } = record;
    const renewed = { generation: generation + 1, startedAt, ...stored({ ...record, ...tokens }) };
    return (await this.records.replace({ id, record: renewed })) ? renewed : null;
  }

  async #refresh(record: SessionRecord): Promise<NewTokens | undefined> {
    const { refreshToken } = record;
    if (refreshToken === undefined) return undefined;
    const { sub, username, claims } = principalOf(record);
    const { device_key: deviceKey = record.deviceKey } = claims;
    try {
      const tokens = await this.refreshes.refresh({
        refreshToken,
        ...(username !== undefined && { username }),
        // Where the pool remembers devices, it wants the one that the tokens were given to.
        ...(typeof deviceKey === 'string' && { deviceKey }),
      });
      return claimsOf(tokens.accessToken).sub === sub ? tokens : undefined;
    } catch (error) {
      if (isProblem(error) && REFUSALS.has(error.code)) return undefined;
      throw error;
    }
  }

  #condition(record: SessionRecord): Condition {
    const refusal = this.revocations.find(principalOf(record));
    if (refusal) return RENEWED.has(refusal.reason) ? 'renew' : 'ended';
    const tokens = [record.accessToken, record.idToken].filter((token) => token !== undefined);
    return tokens.some(isSpent) ? 'renew' : 'good';
  }
}

/** What a record has of tokens; nothing that is undefined. */
function stored({ accessToken, idToken, refreshToken, deviceKey }: FirstTokens): FirstTokens {
  return {
    accessToken,
    ...(idToken !== undefined && { idToken }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(deviceKey !== undefined && { deviceKey }),
  };
}

/** Whether a token has expired, or is about to. */
function isSpent(token: string): boolean {
  const { exp, iat } = claimsOf(token) as { exp: number; iat: number };
  return Date.now() / 1000 >= exp - Math.min(EARLY_SECONDS, (exp - iat) * EARLY_SHARE);
}
