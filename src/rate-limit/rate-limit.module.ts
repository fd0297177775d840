import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CognitoModule } from '../cognito/cognito.module';
import type { LimitSettings } from '../config/settings';
import { AccountNames } from './account-names';
import { AccountResolver } from './account-resolver';
import { Counters } from './counters';
import { AddressLimitGuard, PrincipalLimitGuard } from './rate-limit.guard';
import { Refusals } from './refusals';
import { SignInThrottle } from './sign-in-throttle';

/** Rate limits by client address, by principal and by account. */
@Global()
@Module({})
export class RateLimitModule {
  /** Import it after `LifeguardModule`: guards run in module order, and the principal limit needs the principal. */
  static forRoot({ principal }: LimitSettings): DynamicModule {
    return {
      module: RateLimitModule,
      imports: [CognitoModule],
      providers: [
        Counters,
        Refusals,
        AddressLimitGuard,
        AccountResolver,
        AccountNames,
        SignInThrottle,
        ...(principal ? [{ provide: APP_GUARD, useClass: PrincipalLimitGuard }] : []),
      ],
      exports: [Counters, Refusals, AddressLimitGuard, SignInThrottle],
    };
  }
}
