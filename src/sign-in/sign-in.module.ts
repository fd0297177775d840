import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { Locations } from '../http/location';
import { AppClient } from './app-client';
import { ForgotPasswordController } from './forgot-password.controller';
import { MfaSetupController } from './mfa-setup.controller';
import { SignInController } from './sign-in.controller';
import { SIGN_IN_PROVIDERS } from './sign-in.providers';
import { SignUpController } from './sign-up.controller';

/** `/auth`: sign-in with its challenges, renewal, sign-up and password recovery. */
@Module({
  imports: [CognitoModule],
  controllers: [SignInController, MfaSetupController, SignUpController, ForgotPasswordController],
  providers: [Locations, AppClient, ...SIGN_IN_PROVIDERS],
})
export class SignInModule {}
