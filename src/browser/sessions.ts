import { Inject, Injectable } from '@nestjs/common';
import { Revocations, type Reason } from 'lifeguard-auth';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { ProblemCode } from '../problems/catalogue';
import { isProblem } from '../problems/problem';
import { RefreshService } from '../sign-in/refresh.service';
import { SharedRefresh } from '../sign-in/shared-refresh';
import { SessionRecords, storeKey } from './session-records';
import { claimsOf, principalOf, type Session, type SessionRecord } from './session.record';

/** How long before its expiry a token is renewed, so that it does not expire on its way to Cognito. */
const RENEW_BEFORE_SECONDS = 10;
/** Upper limit of the same, as a share of the token's lifetime, for tokens that live only for seconds. */
const RENEW_BEFORE_SHARE = 0.1;

/** Problems of a renewal that end the session. After any other failure the renewal can be retried. */
const FINAL_REFUSALS: ReadonlySet<ProblemCode> = new Set([
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

/** Reasons for which only the access token is revoked: the session continues with a new one. */
const RENEWABLE: ReadonlySet<Reason> = new Set(['groups', 'overflow']);

/** The tokens that a sign-in or a renewal issues. */
type NewTokens = Pick<SessionRecord, 'accessToken' | 'idToken' | 'refreshToken'>;

/** The tokens of a new session, and the device that they belong to. */
export type FirstTokens = NewTokens & Pick<SessionRecord, 'deviceKey'>;

/**
 * Why there is no session: it has ended, or another request of the browser ended it while this one was in progress. That
 * request has set or cleared the cookie already.
 */
export type NoSession = 'ended' | 'ended-meanwhile';

/** Whether a session was found. */
export const isSession = (found: Session | NoSession): found is Session => typeof found === 'object';

/** Whether the access token of a session can be used, or must be renewed first, or the session has ended. */
type Condition = 'usable' | 'renew' | 'ended';

/** Starts, finds, renews and ends the sessions of browsers. */
@Injectable()
export class Sessions {
  constructor(
    private readonly records: SessionRecords,
    private readonly revocations: Revocations,
    private readonly refreshes: RefreshService,
    private readonly shared: SharedRefresh,
    @Inject(SETTINGS.browser) private readonly settings: BrowserSettings,
  ) {}

  /**
   * Starts a session under a new id, and ends the one that the browser had before.
   *
   * @param tokens verified tokens.
   * @param previous store key of the browser's earlier session.
   */
  async begin(tokens: FirstTokens, previous: string | undefined): Promise<Session> {
    const session = await this.records.create({ generation: 0, startedAt: Date.now(), ...stored(tokens) });
    if (previous !== undefined) await this.records.delete(previous);
    return session;
  }

  /**
   * Finds the session of a cookie with a usable access token: the token is renewed if it has expired or was revoked
   * because of a change of groups. Deletes a session that has ended.
   *
   * @throws Problem if Cognito or the store is unavailable. The session continues.
   */
  async find(id: string): Promise<Session | NoSession> {
    const record = await this.records.read(id);
    if (!record) return 'ended';
    const session = { id, record };
    switch (this.#condition(record)) {
      case 'usable':
        return session;
      case 'renew':
        return this.renew(session);
      case 'ended':
        await this.end(session);
        return 'ended';
    }
  }

  /** Finds the session of a cookie as stored, for callers that do not need its access token. */
  async peek(id: string): Promise<Session | NoSession> {
    const record = await this.records.read(id);
    return record && this.#condition(record) !== 'ended' ? { id, record } : 'ended';
  }

  /** Renews the tokens of a session, once for all concurrent requests on all instances. */
  async renew(session: Session): Promise<Session | NoSession> {
    const { id, record } = session;
    // All these requests know the cookie, and nobody else does, so it keys the shared renewal.
    const renewed = await this.shared.join(`session\n${id}`, () => this.#renewOnce(session));
    if (renewed === 'ended-meanwhile') return renewed;
    if (renewed === 'ended' || this.#condition(renewed) === 'ended') {
      await this.end(session);
      return 'ended';
    }
    return renewed.generation === record.generation ? session : { id, record: renewed };
  }

  end({ id }: Session): Promise<void> {
    return this.records.delete(storeKey(id));
  }

  /** When the session ends if it is not used again, in milliseconds since the epoch. */
  expiresAt({ record }: Session): number {
    const { idleMs, maximumMs } = this.settings;
    return Math.min(record.startedAt + maximumMs, Date.now() + idleMs);
  }

  /** Returns `ended` if Cognito refuses the renewal. */
  async #renewOnce({ id, record: seen }: Session): Promise<SessionRecord | NoSession> {
    const record = await this.records.read(id);
    if (!record) return 'ended-meanwhile';
    // Another request has renewed it already. A rotated refresh token must not be used twice.
    if (record.generation !== seen.generation) return record;
    const tokens = await this.#refresh(record);
    if (!tokens) return (await this.records.read(id)) ? 'ended' : 'ended-meanwhile';
    const { generation, startedAt } = record;
    const renewed = { generation: generation + 1, startedAt, ...stored({ ...record, ...tokens }) };
    return (await this.records.replace({ id, record: renewed })) ? renewed : 'ended-meanwhile';
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
        // A pool that remembers devices requires the one that the tokens were issued to.
        ...(typeof deviceKey === 'string' && { deviceKey }),
      });
      return claimsOf(tokens.accessToken).sub === sub ? tokens : undefined;
    } catch (error) {
      if (isProblem(error) && FINAL_REFUSALS.has(error.code)) return undefined;
      throw error;
    }
  }

  #condition(record: SessionRecord): Condition {
    const refusal = this.revocations.find(principalOf(record));
    if (refusal) return RENEWABLE.has(refusal.reason) ? 'renew' : 'ended';
    const tokens = [record.accessToken, record.idToken].filter((token) => token !== undefined);
    return tokens.some(isExpiring) ? 'renew' : 'usable';
  }
}

/** Selects the tokens that a record stores, without undefined members. */
function stored({ accessToken, idToken, refreshToken, deviceKey }: FirstTokens): FirstTokens {
  return {
    accessToken,
    ...(idToken !== undefined && { idToken }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(deviceKey !== undefined && { deviceKey }),
  };
}

/** Whether a token has expired or is about to. */
function isExpiring(token: string): boolean {
  const { exp, iat } = claimsOf(token) as { exp: number; iat: number };
  return Date.now() / 1000 >= exp - Math.min(RENEW_BEFORE_SECONDS, (exp - iat) * RENEW_BEFORE_SHARE);
}
