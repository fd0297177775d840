import { Body, Controller, Post } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { Route } from '../openapi/route.decorator';
import { problemsOf } from '../cognito/problems';
import { ForgotPasswordService } from './forgot-password.service';
import { named, passwordReset, type Named, type PasswordReset } from './sign-up.schemas';

@Public()
@Controller('auth/forgot-password')
export class ForgotPasswordController {
  constructor(private readonly forgotten: ForgotPasswordService) {}

  @Post()
  @Route({
    id: 'requestPasswordReset',
    summary: 'Request a password reset code',
    description: 'The response is the same whether or not the user exists.',
    status: 202,
    problems: problemsOf('ForgotPassword'),
  })
  request(@Body({ schema: named }) body: Named): Promise<void> {
    return this.forgotten.request(body);
  }

  @Post('confirm')
  @Route({
    id: 'confirmPasswordReset',
    summary: 'Set a new password with the code that was sent',
    description: 'An unknown user gets `code_mismatch`, like a wrong code.',
    problems: problemsOf('ConfirmForgotPassword'),
  })
  confirm(@Body({ schema: passwordReset }) body: PasswordReset): Promise<void> {
    return this.forgotten.confirm(body);
  }
}
