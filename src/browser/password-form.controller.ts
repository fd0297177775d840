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

const OF_SESSIONS: readonly ProblemCode[] = [
  'csrf',
  'invalid_request',
  'keys_unavailable',
  'sessions_unavailable',
];

/** Signing in with the pages' own form: the tokens stay here, and the browser gets the session. */
@Public()
@UseGuards(SameOriginGuard, AddressLimitGuard)
@Controller('session')
export class PasswordFormController {
  constructor(
    private readonly signIns: SignInService,
    private readonly browserSignIn: BrowserSignIn,
    private readonly sessions: Sessions,
    private readonly cookies: SessionCookies,
  ) {}

  @Post()
  @Route({
    id: 'signInBrowser',
    summary: 'Sign in and get a session, or the challenge that comes first',
    description: 'Takes the body of `POST /auth/sign-in`. Answers 200 with a challenge; never a token.',
    status: 201,
    body: begunSession,
    headers: { 'set-cookie': 'The session' },
    problems: [...problemsOf('InitiateAuth'), ...OF_SESSIONS],
  })
  @AlsoAnswers({ status: 200, description: 'A challenge comes first', body: challenge })
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signInRequest }) body: SignInRequest,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<BegunSession | Challenge> {
    const answer = await this.signIns.signIn(body, { gone, address });
    return this.#answer(request, reply, answer, body.deviceKey);
  }

  @Post('challenge')
  @Route({
    id: 'respondToBrowserChallenge',
    summary: 'Answer a challenge and get a session, or the next challenge',
    description: 'Takes the body of `POST /auth/challenge`. Answers 200 with a challenge; never a token.',
    status: 201,
    body: begunSession,
    headers: { 'set-cookie': 'The session' },
    problems: [...problemsOf('RespondToAuthChallenge'), ...OF_SESSIONS],
  })
  @AlsoAnswers({ status: 200, description: 'Another challenge comes first', body: challenge })
  async challenge(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: challengeResponse }) body: ChallengeResponse,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<BegunSession | Challenge> {
    const answer = await this.signIns.respond(body, { gone, address });
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
