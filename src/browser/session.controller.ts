import { Body, Controller, Get, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from 'lifeguard-auth';
import type { Logger } from 'pino';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';
import { AccountService } from '../me/account/account.service';
import { Route } from '../openapi/route.decorator';
import { isProblem } from '../problems/problem';
import { logoutUrl } from './hosted-domain';
import { prefixOf } from './return-to';
import { idIn, SessionCookies } from './session-cookies';
import { describeTokens, signedInState } from './session-state';
import { SameOriginGuard } from './session.guards';
import { principalOf, type Session } from './session.record';
import {
  sessionState,
  sessionTokens,
  signedOutNext,
  signOut,
  type SessionState,
  type SessionTokens,
  type SignedOutNext,
  type SignOut,
} from './session.schemas';
import { isSession, Sessions, type NoSession } from './sessions';

const COOKIE = 'Requires the header `X-Lifeguard: 1` and the session cookie, from a page of this origin.';

/** The routes with which a page reads and ends its own session. */
@Public()
@UseGuards(SameOriginGuard)
@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
    private readonly account: AccountService,
    @Inject(SETTINGS.browser) private readonly settings: BrowserSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  @Route({
    id: 'getBrowserSession',
    summary: 'Get the session of the browser',
    description: `${COOKIE} Answers 200 even without a session; a cookie whose session has ended is cleared.`,
    body: sessionState,
    problems: ['csrf', 'invalid_request', 'sessions_unavailable'],
  })
  async state(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionState> {
    const id = idIn(request);
    if (id === undefined) return { signedIn: false };
    const session = await this.#currentOrStored(id);
    if (isSession(session)) return signedInState(session, this.sessions.expiresAt(session));
    this.cookies.endedWith(session, reply);
    return { signedIn: false };
  }

  @Get('tokens')
  @Route({
    id: 'explainSessionTokens',
    summary: 'Explain the claims of the session’s tokens',
    description: `${COOKIE} The response has the claims, but no token.`,
    body: sessionTokens,
    problems: ['csrf', 'invalid_request', 'token_missing', 'session_ended', 'sessions_unavailable'],
  })
  async tokens(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionTokens> {
    const { record } = await this.cookies.require(request, reply);
    return describeTokens(record);
  }

  @Post('sign-out')
  @Route({
    id: 'endBrowserSession',
    summary: 'Sign out',
    description:
      `${COOKIE} Revokes the refresh token at Cognito and the access tokens here. Send the browser to \`next\`: ` +
      'the hosted pages keep a cookie of their own, which only they can end.',
    body: signedOutNext,
    problems: [
      'csrf',
      'invalid_request',
      'token_missing',
      'session_ended',
      'cognito_unavailable',
      'sessions_unavailable',
    ],
  })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signOut.optional() }) body: SignOut | undefined,
  ): Promise<SignedOutNext> {
    if (body?.everywhere) await this.#endEverywhere(await this.cookies.require(request, reply));
    else await this.#end(await this.cookies.requireStored(request, reply), request.id);
    this.cookies.clear(reply);
    const { domain, publicUrl } = this.settings;
    return { next: domain === undefined ? `${prefixOf(publicUrl)}/account` : logoutUrl(this.settings) };
  }

  /** The session with renewed tokens. If Cognito is unavailable, the session as stored: an outage does not end it. */
  #currentOrStored(id: string): Promise<Session | NoSession> {
    return this.sessions.find(id).catch((error: unknown) => {
      const isOutage = isProblem(error) && (error.status >= 500 || error.status === 429);
      if (isOutage && error.code !== 'sessions_unavailable') return this.sessions.peek(id);
      throw error;
    });
  }

  async #endEverywhere(session: Session): Promise<void> {
    const { record } = session;
    await this.account.signOut({ token: record.accessToken, principal: principalOf(record) });
    await this.sessions.end(session);
  }

  /**
   * Ends the session even if Cognito cannot revoke the refresh token: the only copy is in the deleted record, and the
   * access tokens are revoked here.
   */
  async #end(session: Session, requestId: string): Promise<void> {
    const { refreshToken, accessToken } = session.record;
    if (refreshToken !== undefined) {
      const self = { token: accessToken, principal: principalOf(session.record) };
      await this.account.revoke(self, { refreshToken }).catch((error: unknown) => {
        const code = isProblem(error) ? error.code : 'internal_error';
        this.logger.warn({ requestId, code }, 'could not revoke the refresh token of an ended session');
      });
    }
    await this.sessions.end(session);
  }
}
