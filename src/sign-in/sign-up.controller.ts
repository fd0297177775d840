import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from 'lifeguard-auth';
import { problemsOf } from '../cognito/problems';
import { Locations } from '../http/location';
import { ClientAddress } from '../network/client-address';
import { AlsoAnswers, Route } from '../openapi/route.decorator';
import {
  confirmation,
  confirmed,
  newAccount,
  signedUp,
  usernameBody,
  type Confirmation,
  type Confirmed,
  type NewAccount,
  type SignedUp,
  type UsernameBody,
} from './sign-up.schemas';
import { SignUpService } from './sign-up.service';

@Public()
@Controller('auth/sign-up')
export class SignUpController {
  constructor(
    private readonly service: SignUpService,
    private readonly locations: Locations,
  ) {}

  @Post()
  @Route({
    id: 'signUp',
    summary: 'Sign up',
    description: 'The problem `username_exists` reveals that a username is taken.',
    status: 201,
    body: signedUp,
    headers: { Location: 'URL of the account after sign-in' },
    problems: [...problemsOf('SignUp'), 'attribute_not_writable'],
  })
  async signUp(
    @Body({ schema: newAccount }) body: NewAccount,
    @ClientAddress() address: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedUp> {
    const created = await this.service.signUp(body, address);
    this.locations.set(reply, 'me');
    return created;
  }

  @Post('confirm')
  @Route({
    id: 'confirmSignUp',
    summary: 'Confirm a sign-up with the code',
    description:
      'A wrong or expired code, an unknown user and an already confirmed user get the same response: `code_mismatch`.',
    problems: problemsOf('ConfirmSignUp'),
  })
  @AlsoAnswers({ status: 200, description: 'Confirmed, with a session to sign in at once', body: confirmed })
  async confirm(
    @Body({ schema: confirmation }) body: Confirmation,
    @ClientAddress() address: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Confirmed | undefined> {
    const answer = await this.service.confirm(body, address);
    if (answer) void reply.status(200);
    return answer;
  }

  @Post('resend')
  @Route({
    id: 'resendSignUpCode',
    summary: 'Send the sign-up code again',
    description: 'The response is the same whether or not the user exists.',
    status: 202,
    problems: problemsOf('ResendConfirmationCode'),
  })
  resend(
    @Body({ schema: usernameBody }) body: UsernameBody,
    @ClientAddress() address: string | undefined,
  ): Promise<void> {
    return this.service.resend(body, address);
  }
}
