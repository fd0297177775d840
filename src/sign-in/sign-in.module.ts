import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { Locations } from '../http/location';
import { AppClient } from './app-client';
import { ForgotPasswordController } from './forgot-password.controller';
import { ForgotPasswordService } from './forgot-password.service';
import { RefreshFlight } from './refresh-flight';
import { RefreshService } from './refresh.service';
import { SignInController } from './sign-in.controller';
import { SignInService } from './sign-in.service';
import { SignUpController } from './sign-up.controller';
import { SignUpService } from './sign-up.service';

/** `/auth`: tokens are obtained and renewed, accounts made and passwords set anew. */
@Module({
  imports: [CognitoModule],
  controllers: [SignInController, SignUpController, ForgotPasswordController],
  providers: [
    Locations,
    AppClient,
    SignInService,
    RefreshService,
    RefreshFlight,
    SignUpService,
    ForgotPasswordService,
  ],
})
export class SignInModule {}
