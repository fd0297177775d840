import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from 'lifeguard-auth';
import { Locations } from '../http/location';
import { Route } from '../openapi/route.decorator';
import { problemsOf } from '../cognito/problems';
import {
  confirmation,
  named,
  newAccount,
  signedUp,
  type Confirmation,
  type Named,
  type NewAccount,
  type SignedUp,
} from './sign-up.schemas';
import { SignUpService } from './sign-up.service';

@Public()
@Controller('auth/sign-up')
export class SignUpController {
  constructor(
    private readonly signUps: SignUpService,
    private readonly locations: Locations,
  ) {}

  @Post()
  @Route({
    id: 'signUp',
    summary: 'Sign up',
    status: 201,
    body: signedUp,
    headers: { Location: 'URL of the account after sign-in' },
    problems: [...problemsOf('SignUp'), 'attribute_not_writable'],
  })
  async signUp(
    @Body({ schema: newAccount }) body: NewAccount,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedUp> {
    const made = await this.signUps.signUp(body);
    this.locations.set(reply, 'me');
    return made;
  }

  @Post('confirm')
  @Route({
    id: 'confirmSignUp',
    summary: 'Confirm a sign-up with the code that was sent',
    problems: problemsOf('ConfirmSignUp'),
  })
  confirm(@Body({ schema: confirmation }) body: Confirmation): Promise<void> {
    return this.signUps.confirm(body);
  }

  @Post('resend')
  @Route({
    id: 'resendSignUpCode',
    summary: 'Send the sign-up code again',
    description: 'The response is the same whether or not the user exists.',
    status: 202,
    problems: problemsOf('ResendConfirmationCode'),
  })
  resend(@Body({ schema: named }) body: Named): Promise<void> {
    return this.signUps.resend(body);
  }
}
