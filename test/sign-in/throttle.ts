import type { Cognito } from '../../src/cognito/cognito';
import { AccountNames } from '../../src/rate-limit/account-names';
import { AccountResolver } from '../../src/rate-limit/account-resolver';
import { Refusals } from '../../src/rate-limit/refusals';
import { SignInThrottle } from '../../src/rate-limit/sign-in-throttle';

/** The throttle of a service with `ACCOUNT_RATE_LIMIT` off. */
export const throttleOff = (cognito: Cognito): SignInThrottle =>
  new SignInThrottle({ account: undefined }, new AccountNames(new AccountResolver(cognito)), new Refusals());
