import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { LifeguardModule, RevocationChannel, SharedRevocations, type LifeguardOptions } from 'lifeguard-auth';
import type { Logger } from 'pino';
import { AccessModule } from './access/access.module';
import { UsersAdminModule } from './admin/admin.module';
import { userPolicies } from './admin/policies';
import { acceptsEmulatorKeys } from './config/emulator-keys';
import type { BrowserSettings, IdentitySettings, Settings } from './config/settings';
import { SettingsModule } from './config/settings.module';
import { HealthModule } from './health/health.module';
import { ProblemsModule } from './http/problems.module';
import { LogModule } from './log/log.module';
import { MeModule } from './me/me.module';
import { selfPolicies } from './me/policies';
import { ResourceMetadataModule } from './metadata/resource-metadata.module';
import { MetricsModule } from './metrics/metrics.module';
import { PermitModule } from './permit/permit.module';
import { RateLimitModule } from './rate-limit/rate-limit.module';
import { SignInModule } from './sign-in/sign-in.module';
import { SharedStoreModule } from './store/store.module';
import { WhoamiController } from './whoami/whoami.controller';

/** Your own modules, in addition to the service's. */
export type FeatureModules = NonNullable<ModuleMetadata['imports']>;

/** Wiring only. Add your own feature modules to `imports`. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, logger: Logger, modules: FeatureModules = []): DynamicModule {
    const { publicUrl } = settings.http;
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        LogModule.forRoot(logger),
        ...(settings.store.redis ? [SharedStoreModule] : []),
        LifeguardModule.forRootAsync({
          useFactory: (channel?: RevocationChannel) => guardOptions(settings, channel),
          inject: [{ token: RevocationChannel, optional: true }],
          // `ProblemsModule` also turns the guard's problems into responses.
          filter: 'manual',
        }),
        RateLimitModule.forRoot(settings.limits),
        PermitModule,
        MetricsModule,
        ProblemsModule,
        ...(publicUrl === undefined ? [] : [ResourceMetadataModule.forRoot(settings, publicUrl)]),
        HealthModule,
        SignInModule,
        MeModule,
        UsersAdminModule,
        AccessModule,
        ...(settings.identity.poolId === undefined ? [] : [identityPoolModule(settings.identity)]),
        ...modules,
        ...(settings.browser ? [browserModule(settings, settings.browser)] : []),
      ],
      controllers: [WhoamiController],
    };
  }
}

/** Loaded only if `COGNITO_IDENTITY_POOL_ID` is set. */
function identityPoolModule(identity: IdentitySettings): DynamicModule {
  const { IdentityPoolModule } =
    require('./identity-pool/identity-pool.module') as typeof import('./identity-pool/identity-pool.module');
  return IdentityPoolModule.forRoot(identity);
}

/** Loaded only if `BROWSER_SESSIONS` is on. */
function browserModule(settings: Settings, browser: BrowserSettings): DynamicModule {
  const { BrowserModule } = require('./browser/browser.module') as typeof import('./browser/browser.module');
  return BrowserModule.forRoot(settings, browser);
}

function guardOptions(settings: Settings, channel?: RevocationChannel): LifeguardOptions {
  const { userPoolId, clientIds, issuer, issuerType, replicaRegions, jwksUri } = settings.cognito;
  return {
    userPoolId,
    clientIds,
    issuer,
    issuerType,
    replicaRegions,
    jwksUri,
    jwksTimeout: settings.cognito.timeoutMs,
    clockTolerance: settings.access.clockToleranceSeconds,
    policies: { ...userPolicies(settings.access), ...selfPolicies(settings.access) },
    acceptEmulatorKeys: acceptsEmulatorKeys(settings),
    ...(channel && { revocations: (setup) => new SharedRevocations(setup, channel) }),
  };
}
