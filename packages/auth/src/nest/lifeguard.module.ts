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
import { APP_FILTER, APP_GUARD, DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Authenticator } from '../authenticator.ts';
import { TokenEnds } from '../ends/token-ends.ts';
import { SigningKeys } from '../keys/signing-keys.ts';
import type { LifeguardOptions, Placement } from '../options/lifeguard.options.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';
import { UserPools } from '../pools/user-pools.ts';
import { InMemoryRevocations } from '../revocation/in-memory-revocations.ts';
import { Revocations } from '../revocation/revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import { EndsWithTokenInterceptor } from './ends-with-token.ts';
import { hasGateways, hasMessages } from './handlers/has-handlers.ts';
import { LifeguardGuard } from './lifeguard.guard.ts';
import { LongReplies } from './long-replies.ts';
import { OPTIONS } from './options.token.ts';
import { resolvePlaced } from './placed-options.ts';
import { HandlerPlacement } from './placement/handler-placement.ts';
import { ProblemFilter } from './problem.filter.ts';
import { loadMessageError, loadSocketError, type ToHostError } from './readers/host-errors.ts';
import { MESSAGE_ERROR, RequestReaders, SOCKET_ERROR } from './request-readers.ts';
import { RoutePolicies } from './route-policies.ts';
import { SocketSessions } from './sockets/socket-sessions.ts';

type WithoutFilter<Options> = Options extends unknown ? Omit<Options, 'filter'> : never;
type FactoryOptions = WithoutFilter<LifeguardOptions>;

/** Options that are built from other providers. */
export interface LifeguardAsyncOptions {
  readonly useFactory: (...injected: never[]) => FactoryOptions | Promise<FactoryOptions>;
  readonly inject?: FactoryProvider['inject'];
  readonly imports?: ModuleMetadata['imports'];
  /** The factory can return this option instead. */
  readonly guard?: Placement;
  readonly filter?: Placement;
}

const OPEN: CanActivate = { canActivate: () => true };

/** Guards the routes of the application that imports it once, at its root. */
@Module({})
export class LifeguardModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(UserPools) private readonly pools: UserPools,
    @Inject(TokenEnds) private readonly ends: TokenEnds,
  ) {}

  /** @example `LifeguardModule.forRoot({ userPoolId: 'eu-west-1_AbCdEf123', clientIds: ['1h57kf5cpq17m0eml12'] })` */
  static forRoot(options: LifeguardOptions): DynamicModule {
    const { guard, filter, ...others } = options;
    return LifeguardModule.forRootAsync({
      useFactory: () => others,
      ...(guard !== undefined && { guard }),
      ...(filter !== undefined && { filter }),
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
          // Invalid options prevent startup here, all reported at once.
          useFactory: async (...injected: never[]) =>
            resolvePlaced({ guard, filter }, await useFactory(...injected)),
          inject,
        },
        ...CORE,
        ...HOSTS,
        RoutePolicies,
        LifeguardGuard,
        ...(guard === 'manual' ? [] : [GLOBAL_GUARD]),
        ...(filter === 'manual' ? [] : [{ provide: APP_FILTER, useClass: ProblemFilter }]),
      ],
      exports: [
        OPTIONS,
        Authenticator,
        AuthStatistics,
        EndsWithTokenInterceptor,
        LifeguardGuard,
        RequestReaders,
        Revocations,
        RoutePolicies,
        SigningKeys,
        TokenEnds,
        UserPools,
      ],
    };
  }

  onModuleInit(): void {
    this.pools.start();
  }

  onApplicationShutdown(): void {
    this.pools.stop();
    this.ends.stop();
  }
}

/** Providers that do not depend on Nest. */
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
  {
    provide: TokenEnds,
    useFactory: (authenticator: Authenticator, revocations: Revocations) =>
      new TokenEnds(authenticator, revocations),
    inject: [Authenticator, Revocations],
  },
];

/** Providers for calls of other kinds than plain HTTP. */
const HOSTS: Provider[] = [
  {
    provide: SocketSessions,
    useFactory: (authenticator: Authenticator, ends: TokenEnds) => new SocketSessions(authenticator, ends),
    inject: [Authenticator, TokenEnds],
  },
  {
    provide: SOCKET_ERROR,
    useFactory: (discovery: DiscoveryService) =>
      hasGateways(discovery.getProviders()) ? loadSocketError() : undefined,
    inject: [DiscoveryService],
  },
  {
    provide: MESSAGE_ERROR,
    useFactory: (discovery: DiscoveryService, scanner: MetadataScanner) =>
      hasMessages(discovery.getControllers(), scanner) ? loadMessageError() : undefined,
    inject: [DiscoveryService, MetadataScanner],
  },
  {
    provide: RequestReaders,
    useFactory: (
      authenticator: Authenticator,
      sessions: SocketSessions,
      socketError: ToHostError | undefined,
      messageError: ToHostError | undefined,
    ) => new RequestReaders(authenticator, sessions, socketError, messageError),
    inject: [Authenticator, SocketSessions, SOCKET_ERROR, MESSAGE_ERROR],
  },
  EndsWithTokenInterceptor,
  LongReplies,
  HandlerPlacement,
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
