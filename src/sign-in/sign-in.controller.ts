import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { CallerGone } from '../http/caller-gone.decorator';
import { Route } from '../openapi/route.decorator';
import { problemsOf } from '../cognito/problems';
import { RefreshService } from './refresh.service';
import {
  challengeResponse,
  credentials,
  refreshRequest,
  tokens,
  tokensOrChallenge,
  type Challenge,
  type ChallengeResponse,
  type Credentials,
  type RefreshRequest,
  type Tokens,
} from './sign-in.schemas';
import { SignInService } from './sign-in.service';

@Public()
@Controller('auth')
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly refreshes: RefreshService,
  ) {}

  @Post('sign-in')
  @Route({
    id: 'signIn',
    summary: 'Sign in with a username and a password',
    body: tokensOrChallenge,
    problems: problemsOf('InitiateAuth'),
  })
  signIn(
    @Body({ schema: credentials }) body: Credentials,
    @CallerGone() gone: AbortSignal,
  ): Promise<Tokens | Challenge> {
    return this.signIns.signIn(body, gone);
  }

  @Post('challenge')
  @Route({
    id: 'respondToChallenge',
    summary: 'Respond to a sign-in challenge',
    body: tokensOrChallenge,
    problems: problemsOf('RespondToAuthChallenge'),
  })
  challenge(
    @Body({ schema: challengeResponse }) body: ChallengeResponse,
    @CallerGone() gone: AbortSignal,
  ): Promise<Tokens | Challenge> {
    return this.signIns.respond(body, gone);
  }

  @Post('refresh')
  @Route({
    id: 'refreshTokens',
    summary: 'Get new tokens for a refresh token',
    description:
      'With refresh token rotation the response has a new refresh token, and the old one is revoked; otherwise it has none.',
    body: tokens,
    problems: problemsOf('GetTokensFromRefreshToken', 'InitiateAuth'),
  })
  refresh(@Body({ schema: refreshRequest }) body: RefreshRequest): Promise<Tokens> {
    return this.refreshes.refresh(body);
  }
}
