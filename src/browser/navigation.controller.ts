import { Controller, Get, Inject, Query, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from 'lifeguard-auth';
import type { Logger } from 'pino';
import type { BrowserSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { LOGGER } from '../log/logger';
import { Route } from '../openapi/route.decorator';
import { AddressLimitGuard } from '../rate-limit/rate-limit.guard';
import { Attempts } from './attempts';
import { BrowserSignIn } from './browser-sign-in';
import { FailurePageFilter } from './failure-page.filter';
import { authorizeUrl } from './hosted-domain';
import { prefixOf, safeReturnTo } from './return-to';
import { idIn, SessionCookies } from './session-cookies';
import { NavigationGuard } from './session.guards';
import { signInFailed, signInStateMissing } from './session.problems';
import { callbackQuery, signInQuery, type CallbackQuery, type SignInQuery } from './session.schemas';
import { isSession, Sessions } from './sessions';
import { describeRefusal } from './sign-in-log';

/** The two navigations of a sign-in at the hosted pages: the way there and the callback. */
@Public()
@UseGuards(NavigationGuard)
@UseFilters(FailurePageFilter)
@Controller('session')
export class NavigationController {
  constructor(
    private readonly attempts: Attempts,
    private readonly browserSignIn: BrowserSignIn,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
    private readonly addressLimit: AddressLimitGuard,
    @Inject(SETTINGS.browser) private readonly settings: BrowserSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('sign-in')
  @Route({
    id: 'beginBrowserSignIn',
    summary: 'Go to the hosted sign-in pages',
    description: 'A navigation. Without `COGNITO_DOMAIN` it redirects to `/account`.',
    status: 302,
    headers: { location: 'The hosted pages', 'set-cookie': 'One sealed cookie for this attempt' },
  })
  begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query({ schema: signInQuery }) query: SignInQuery,
  ): void {
    const { settings } = this;
    if (settings.domain === undefined) {
      reply.header('location', `${prefixOf(settings.publicUrl)}/account`);
      return;
    }
    const returnTo = safeReturnTo(query.returnTo, settings.publicUrl);
    const previous = this.cookies.previous(request);
    const attempt = this.attempts.begin(request.headers.cookie, {
      returnTo,
      ...(previous !== undefined && { previous }),
    });
    const fresh = query.fresh !== undefined && !['0', 'false'].includes(query.fresh);
    const location = authorizeUrl(settings, attempt, { ...query, fresh });
    reply.header('location', location).header('set-cookie', [...attempt.cookies]);
  }

  @Get('callback')
  @Route({
    id: 'finishBrowserSignIn',
    summary: 'Finish a sign-in at the hosted pages',
    description:
      'A navigation. A failure is shown as a page if the browser accepts HTML, otherwise as a problem document.',
    status: 303,
    headers: { location: 'The `returnTo` of the sign-in', 'set-cookie': 'The session' },
    problems: [
      'sign_in_state',
      'sign_in_failed',
      'rate_limited',
      'cognito_unavailable',
      'keys_unavailable',
      'sessions_unavailable',
    ],
  })
  async finish(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query({ schema: callbackQuery }) query: CallbackQuery,
  ): Promise<void> {
    const { code, state = '', error } = query;
    const attempt = this.attempts.find(request.headers.cookie, state);
    if (!attempt) return this.#repeated(request, reply);
    // Only a request with a code reaches Cognito. Links on other sites must not use up a visitor's limit.
    if (code !== undefined && error === undefined) await this.addressLimit.count(request, reply);
    try {
      if (error !== undefined || code === undefined) throw signInFailed(new Error('no code'));
      const session = await this.browserSignIn.withCode(code, this.#withPrevious(request, attempt));
      reply.header('location', attempt.returnTo);
      this.cookies.set(reply, session);
      reply.header('set-cookie', this.attempts.ended(state));
    } catch (failure) {
      this.logger.warn({ requestId: request.id, ...describeRefusal(failure, query) }, 'sign-in failed');
      // After an outage the browser can retry with the same code, so its attempt is kept.
      if (!isOutage(failure)) reply.header('set-cookie', this.attempts.ended(state));
      throw failure;
    }
  }

  /** Prefers the session cookie of this request: browsers send it if the hosted pages belong to the same site. */
  #withPrevious<T extends { readonly previous?: string }>(request: FastifyRequest, attempt: T): T {
    const previous = this.cookies.previous(request) ?? attempt.previous;
    return previous === undefined ? attempt : { ...attempt, previous };
  }

  /** Answers a callback without its attempt: the person may have reloaded the page or gone back after signing in. */
  async #repeated(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const id = idIn(request);
    if (id === undefined || !isSession(await this.sessions.find(id))) throw signInStateMissing();
    reply.header('location', `${prefixOf(this.settings.publicUrl)}/account`);
  }
}

const isOutage = (failure: unknown): boolean =>
  typeof failure === 'object' && failure !== null && 'status' in failure && Number(failure.status) >= 500;
