import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.ts';
import { AUTH_OPTIONS, type AuthOptions } from '../auth.options.ts';
import { RoutePolicies } from './route-policies.ts';
import { InMemoryRevocations } from '../revocation/in-memory-revocations.ts';
import type { RevocationSetup } from '../revocation/revocation-setup.ts';
import { Revocations } from '../revocation/revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import { AccessTokens } from '../tokens/access-tokens.ts';
import { JwtStrategy } from '../tokens/jwt.strategy.ts';
import { SigningKeys } from '../tokens/signing-keys.ts';

export interface AuthModuleOptions {
  /** Makes the options, from what other modules provide. */
  readonly useFactory: FactoryProvider<AuthOptions>['useFactory'];
  readonly inject?: FactoryProvider<AuthOptions>['inject'];
  /** Makes the revocations. Default: `InMemoryRevocations`, which live in the process. */
  readonly revocations?: RevocationsProvider;
}

/** Makes revocations for the pools of the application, from what other modules provide. */
export interface RevocationsProvider {
  readonly useFactory: (setup: RevocationSetup, ...injected: never[]) => Revocations;
  readonly inject?: FactoryProvider['inject'];
}

const IN_MEMORY: RevocationsProvider = { useFactory: (setup) => new InMemoryRevocations(setup) };

/** Guards every route of the application that imports it once, at its root. */
@Module({})
export class AuthModule {
  static forRoot({ useFactory, inject = [], revocations = IN_MEMORY }: AuthModuleOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: AUTH_OPTIONS, useFactory, inject },
        {
          provide: Revocations,
          useFactory: (options: AuthOptions, ...injected: never[]) =>
            revocations.useFactory(setupOf(options), ...injected),
          inject: [AUTH_OPTIONS, ...(revocations.inject ?? [])],
        },
        { provide: APP_GUARD, useClass: AccessGuard },
        AuthStatistics,
        SigningKeys,
        JwtStrategy,
        AccessTokens,
        RoutePolicies,
      ],
      exports: [AccessTokens, AUTH_OPTIONS, AuthStatistics, Revocations, RoutePolicies, SigningKeys],
    };
  }
}

/** The last segment of an issuer is the user pool id. */
const setupOf = ({ issuer, clockToleranceSeconds }: AuthOptions): RevocationSetup => ({
  pools: [{ id: issuer.slice(issuer.lastIndexOf('/') + 1) }],
  tolerance: clockToleranceSeconds,
});
