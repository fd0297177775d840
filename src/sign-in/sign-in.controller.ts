import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { problemsOf } from '../cognito/problems';
import { CallerGone } from '../http/caller-gone.decorator';
import { ClientAddress } from '../network/client-address';
import { Route } from '../openapi/route.decorator';
import { challengeResponse, type ChallengeResponse } from './challenge.schemas';
import { CHALLENGES } from './challenges';
import { RefreshService } from './refresh.service';
import {
  refreshRequest,
  signInRequest,
  tokens,
  tokensOrChallenge,
  type Challenge,
  type RefreshRequest,
  type SignInRequest,
  type Tokens,
} from './sign-in.schemas';
import { SignInService } from './sign-in.service';

const FLOWS = `- without \`flow\`: a username and a password;
- \`srp\`: Secure Remote Password. The client computes it, and the password never reaches the service;
- \`choice\`: passwords, one-time codes by e-mail or SMS and passkeys, with \`prefer\` or by choosing from \`availableChallenges\`.
  \`session\` is the one of a sign-up that was just confirmed; \`acrValues\`, \`maxAge\` and \`accessToken\` ask for a step-up;
- \`custom\`: challenges of the pool's Lambda triggers.

A wrong password and an unknown user get the same answer. In pools that reveal who exists (PreventUserExistenceErrors off), only an existing user gets a challenge in \`srp\`, \`choice\` and \`custom\`; \`user_not_confirmed\` and \`password_reset_required\` also reveal that the user exists.`;

const ASKED = Object.entries(CHALLENGES).map(([name, { asks }]) => `- \`${name}\`: ${asks}`);

@Public()
@Controller('auth')
export class SignInController {
  constructor(
    private readonly service: SignInService,
    private readonly refreshService: RefreshService,
  ) {}

  @Post('sign-in')
  @Route({
    id: 'signIn',
    summary: 'Sign in, with a password or without',
    description: FLOWS,
    body: tokensOrChallenge,
    problems: problemsOf('InitiateAuth'),
  })
  signIn(
    @Body({ schema: signInRequest }) body: SignInRequest,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<Tokens | Challenge> {
    return this.service.signIn(body, { gone, address });
  }

  @Post('challenge')
  @Route({
    id: 'respondToChallenge',
    summary: 'Respond to a sign-in challenge',
    description: [
      'Returns tokens or the next challenge. `USERNAME` and `SECRET_HASH` are derived from `username`.',
      '',
      ...ASKED,
    ].join('\n'),
    body: tokensOrChallenge,
    problems: [...problemsOf('RespondToAuthChallenge'), 'attribute_not_writable'],
  })
  challenge(
    @Body({ schema: challengeResponse }) body: ChallengeResponse,
    @CallerGone() gone: AbortSignal,
    @ClientAddress() address: string | undefined,
  ): Promise<Tokens | Challenge> {
    return this.service.respond(body, { gone, address });
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
    return this.refreshService.refresh(body);
  }
}
