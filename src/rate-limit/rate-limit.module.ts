import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Settings } from '../config/settings';
import { Counters } from './counters';
import { Guessing } from './guessing';
import { PrincipalLimitGuard } from './rate-limit.guard';
import { Refusals } from './refusals';

/** Limits on what one address and one principal may do. A limit that is off costs nothing. */
@Global()
@Module({})
export class RateLimitModule {
  /** Imported after `AuthModule`: guards run in the order of their modules, and a principal is counted once known. */
  static forRoot({ rateLimit }: Settings): DynamicModule {
    return {
      module: RateLimitModule,
      providers: [
        Counters,
        Guessing,
        Refusals,
        ...(rateLimit ? [{ provide: APP_GUARD, useClass: PrincipalLimitGuard }] : []),
      ],
      exports: [Counters, Guessing, Refusals],
    };
  }
}
