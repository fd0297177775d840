import { Body, Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from 'lifeguard-auth';
import { problemsOf } from '../cognito/problems';
import { CallerGone } from '../http/caller-gone.decorator';
import { ClientAddress } from '../network/client-address';
import { AlsoAnswers, Route } from '../openapi/route.decorator';
import type { ProblemCode } from '../problems/catalogue';
import { AddressLimitGuard } from '../rate-limit/rate-limit.guard';
import {
  challenge,
  challengeResponse,
  type Challenge,
  type ChallengeResponse,
} from '../sign-in/challenge.schemas';
import { signInRequest, type SignInRequest, type Tokens } from '../sign-in/sign-in.schemas';
import { SignInService } from '../sign-in/sign-in.service';
import { BrowserSignIn } from './browser-sign-in';
import { SessionCookies } from './session-cookies';
import { signedInState } from './session-state';
import { SameOriginGuard } from './session.guards';
import { begunSession, type BegunSession } from './session.schemas';
import { Sessions } from './sessions';

const SESSION_PROBLEMS: readonly ProblemCode[] = [
  'csrf',
  'invalid_request',
  'keys_unavailable',
  'sessions_unavailable',
];

/** Sign-in with the pages' own form. The tokens stay in the service; the browser gets the session cookie. */
@Public()
@UseGuards(SameOriginGuard, AddressLimitGuard)
@Controller('session')
export class PasswordFormController {
  constructor(
    private readonly service: SignInService,
    private readonly browserSignIn: BrowserSignIn,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
  ) {}

  @Post()
  @Route({
    id: 'signInBrowser',
    summary: 'Sign in and start a session, or get a challenge',
    description:
      'Takes the body of `POST /auth/sign-in`. The response is a session (201) or a challenge (200), never a token.',
    status: 201,
    body: begunSession,
    headers: { 'set-cookie': 'The session' },
    problems: [...problemsOf('InitiateAuth'), ...SESSION_PROBLEMS],
  })
  @AlsoAnswers({ status: 200, description: 'A challenge to answer first', body: challenge })
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signInRequest }) body: SignInRequest,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<BegunSession | Challenge> {
    const answer = await this.service.signIn(body, { gone, address });
    return this.#answer(request, reply, answer, body.deviceKey);
  }

  @Post('challenge')
  @Route({
    id: 'respondToBrowserChallenge',
    summary: 'Answer a challenge and start a session, or get the next challenge',
    description:
      'Takes the body of `POST /auth/challenge`. The response is a session (201) or a challenge (200), never a token.',
    status: 201,
    body: begunSession,
    headers: { 'set-cookie': 'The session' },
    problems: [...problemsOf('RespondToAuthChallenge'), ...SESSION_PROBLEMS],
  })
  @AlsoAnswers({ status: 200, description: 'Another challenge to answer first', body: challenge })
  async challenge(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: challengeResponse }) body: ChallengeResponse,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<BegunSession | Challenge> {
    const answer = await this.service.respond(body, { gone, address });
    return this.#answer(request, reply, answer, body.deviceKey);
  }

  async #answer(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: Tokens | Challenge,
    knownDevice: string | undefined,
  ): Promise<BegunSession | Challenge> {
    if ('challenge' in answer) {
      reply.status(200);
      return answer;
    }
    const { newDevice } = answer;
    const tokens = { ...answer, deviceKey: newDevice?.key ?? knownDevice };
    const session = await this.browserSignIn.withTokens(tokens, this.cookies.previous(request));
    this.cookies.set(reply, session);
    return { ...signedInState(session, this.sessions.expiresAt(session)), ...(newDevice && { newDevice }) };
  }
}
