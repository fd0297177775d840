import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { problemsOf } from '../cognito/problems';
import { ClientAddress } from '../network/client-address';
import { Route } from '../openapi/route.decorator';
import { ForgotPasswordService } from './forgot-password.service';
import { passwordReset, usernameBody, type PasswordReset, type UsernameBody } from './sign-up.schemas';

@Public()
@Controller('auth/forgot-password')
export class ForgotPasswordController {
  constructor(private readonly service: ForgotPasswordService) {}

  @Post()
  @Route({
    id: 'requestPasswordReset',
    summary: 'Request a password reset code',
    description: 'The response is the same whether or not the user exists.',
    status: 202,
    problems: problemsOf('ForgotPassword'),
  })
  request(
    @Body({ schema: usernameBody }) body: UsernameBody,
    @ClientAddress() address: string | undefined,
  ): Promise<void> {
    return this.service.request(body, address);
  }

  @Post('confirm')
  @Route({
    id: 'confirmPasswordReset',
    summary: 'Set a new password with the code',
    description: 'An unknown user gets `code_mismatch`, like a wrong code.',
    problems: problemsOf('ConfirmForgotPassword'),
  })
  confirm(
    @Body({ schema: passwordReset }) body: PasswordReset,
    @ClientAddress() address: string | undefined,
  ): Promise<void> {
    return this.service.confirm(body, address);
  }
}
