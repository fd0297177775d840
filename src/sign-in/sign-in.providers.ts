import { AnswerTime } from './answer-time';
import { ForgotPasswordService } from './forgot-password.service';
import { HideUserExistence } from './hide-user-existence';
import { IssuedTokens } from './issued-tokens';
import { Lockout } from './lockout';
import { MfaSetupService } from './mfa-setup.service';
import { RefreshService } from './refresh.service';
import { SharedRefresh } from './shared-refresh';
import { SignInService } from './sign-in.service';
import { SignUpService } from './sign-up.service';

/** The services of sign-in and sign-up. A module that uses them must provide an `AppClient`. */
export const SIGN_IN_PROVIDERS = [
  AnswerTime,
  ForgotPasswordService,
  HideUserExistence,
  Lockout,
  MfaSetupService,
  RefreshService,
  SharedRefresh,
  IssuedTokens,
  SignInService,
  SignUpService,
];
