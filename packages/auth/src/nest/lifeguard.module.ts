import {
  Inject,
  Logger,
  Module,
  type CanActivate,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Authenticator } from '../authenticator.ts';
import { SigningKeys } from '../keys/signing-keys.ts';
import type { LifeguardOptions, Placement } from '../options/lifeguard.options.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import { UserPools } from '../pools/user-pools.ts';
import { InMemoryRevocations } from '../revocation/in-memory-revocations.ts';
import { Revocations } from '../revocation/revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import { LifeguardGuard } from './lifeguard.guard.ts';
import { OPTIONS } from './options.token.ts';
import { ProblemFilter } from './problem.filter.ts';
import { RoutePolicies } from './route-policies.ts';

type WithoutFilter<Options> = Options extends unknown ? Omit<Options, 'filter'> : never;
type MadeOptions = WithoutFilter<LifeguardOptions>;

/** Options that other providers make. */
export interface LifeguardAsyncOptions {
  readonly useFactory: (...injected: never[]) => MadeOptions | Promise<MadeOptions>;
  readonly inject?: FactoryProvider['inject'];
  readonly imports?: ModuleMetadata['imports'];
  /** May be among the options that the factory makes instead. */
  readonly guard?: Placement;
  readonly filter?: Placement;
}

const OPEN: CanActivate = { canActivate: () => true };

/** Guards the routes of the application that imports it once, at its root. */
@Module({})
export class LifeguardModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(UserPools) private readonly pools: UserPools) {}

  /** @example `LifeguardModule.forRoot({ userPoolId: 'eu-west-1_AbCdEf123', clientIds: ['1h57kf5cpq17m0eml12'] })` */
  static forRoot(options: LifeguardOptions): DynamicModule {
    const { guard, filter, ...made } = options;
    return LifeguardModule.forRootAsync({
      useFactory: () => made,
      ...(guard && { guard }),
      ...(filter && { filter }),
    });
  }

  static forRootAsync(options: LifeguardAsyncOptions): DynamicModule {
    const { useFactory, inject = [], imports = [], guard, filter } = options;
    return {
      module: LifeguardModule,
      global: true,
      imports: [DiscoveryModule, ...imports],
      providers: [
        {
          provide: OPTIONS,
          // Wrong options stop the start here, all of them at once.
          useFactory: async (...injected: never[]) =>
            resolveOptions({ guard, ...(await useFactory(...injected)) }),
          inject,
        },
        ...CORE,
        RoutePolicies,
        LifeguardGuard,
        ...(guard === 'manual' ? [] : [GLOBAL_GUARD]),
        ...(filter === 'manual' ? [] : [{ provide: APP_FILTER, useClass: ProblemFilter }]),
      ],
      exports: [
        OPTIONS,
        Authenticator,
        AuthStatistics,
        LifeguardGuard,
        Revocations,
        RoutePolicies,
        SigningKeys,
        UserPools,
      ],
    };
  }

  onModuleInit(): void {
    this.pools.start();
  }

  onApplicationShutdown(): void {
    this.pools.stop();
  }
}

/** What does not depend on Nest. */
const CORE: Provider[] = [
  AuthStatistics,
  {
    provide: UserPools,
    useFactory: (options: ResolvedOptions, statistics: AuthStatistics) =>
      new UserPools(options, statistics, nestLog()),
    inject: [OPTIONS, AuthStatistics],
  },
  { provide: SigningKeys, useFactory: (pools: UserPools) => pools.first.keys, inject: [UserPools] },
  {
    provide: Revocations,
    useFactory: ({ revocations, pools, clockTolerance }: ResolvedOptions) =>
      (revocations ?? ((setup) => new InMemoryRevocations(setup)))({
        pools,
        tolerance: clockTolerance,
        log: nestLog(),
      }),
    inject: [OPTIONS],
  },
  {
    provide: Authenticator,
    useFactory: (
      options: ResolvedOptions,
      pools: UserPools,
      revocations: Revocations,
      statistics: AuthStatistics,
    ) => new Authenticator(options, pools, revocations, statistics),
    inject: [OPTIONS, UserPools, Revocations, AuthStatistics],
  },
];

const GLOBAL_GUARD: Provider = {
  provide: APP_GUARD,
  useFactory: ({ guard }: ResolvedOptions, lifeguard: LifeguardGuard) =>
    guard === 'manual' ? OPEN : lifeguard,
  inject: [OPTIONS, LifeguardGuard],
};

function nestLog() {
  const logger = new Logger('Lifeguard');
  return { info: (message: string) => logger.log(message), warn: (message: string) => logger.warn(message) };
}
