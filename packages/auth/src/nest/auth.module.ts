import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.ts';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import { RoutePolicies } from './route-policies.ts';
import { InMemoryRevocations } from '../revocation/in-memory-revocations.ts';
import { Revocations } from '../revocation/revocations.ts';
import { SharedRevocations } from '../revocation/shared-revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import { AccessTokens } from '../tokens/access-tokens.ts';
import { JwtStrategy } from '../tokens/jwt.strategy.ts';
import { SigningKeys } from '../tokens/signing-keys.ts';

export interface AuthModuleOptions {
  /** Makes the options, from what other modules provide. */
  readonly useFactory: FactoryProvider<AuthOptions>['useFactory'];
  readonly inject?: FactoryProvider<AuthOptions>['inject'];
  /** `SharedRevocations` needs a `RevocationChannel` from a global module; without it they live in the process. */
  readonly revocations?: typeof InMemoryRevocations | typeof SharedRevocations;
}

/** Guards every route of the application that imports it once, at its root. */
@Module({})
export class AuthModule {
  static forRoot({
    useFactory,
    inject = [],
    revocations = InMemoryRevocations,
  }: AuthModuleOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: AUTH_OPTIONS, useFactory, inject },
        { provide: Revocations, useClass: revocations },
        { provide: APP_GUARD, useClass: AccessGuard },
        AuthStatistics,
        SigningKeys,
        JwtStrategy,
        AccessTokens,
        RoutePolicies,
      ],
      exports: [AuthStatistics, Revocations, RoutePolicies, SigningKeys],
    };
  }
}
