import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuthModule, type AuthOptions, RevocationChannel, SharedRevocations } from 'lifeguard-auth';
import { EMBEDDED_KEY_THUMBPRINTS } from './config/embedded-pool';
import type { Settings } from './config/settings';
import { SettingsModule } from './config/settings.module';
import { SETTINGS } from './config/settings.token';
import { HealthModule } from './health/health.module';
import { LogModule } from './log/log.module';
import { RateLimitModule } from './rate-limit/rate-limit.module';
import { SharedStoreModule } from './store/store.module';
import { MetricsModule } from './metrics/metrics.module';
import { ProblemsModule } from './http/problems.module';
import { ResourceMetadataModule } from './metadata/resource-metadata.module';
import { SignInModule } from './sign-in/sign-in.module';
import { MeModule } from './me/me.module';
import { UsersAdminModule } from './admin/admin.module';
import { userPolicies } from './admin/policies';
import { WhoamiController } from './whoami/whoami.controller';

/** Wiring only. A team's own feature modules join `imports`. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings, logger: Logger): DynamicModule {
    const { publicUrl } = settings;
    return {
      module: AppModule,
      imports: [
        SettingsModule.forRoot(settings),
        LogModule.forRoot(logger),
        ...(settings.redis ? [SharedStoreModule] : []),
        AuthModule.forRoot({
          useFactory: authOptions,
          inject: [SETTINGS],
          ...(settings.redis && {
            revocations: {
              useFactory: (setup, channel) => new SharedRevocations(setup, channel),
              inject: [RevocationChannel],
            },
          }),
        }),
        RateLimitModule.forRoot(settings),
        MetricsModule.forRoot(settings),
        ProblemsModule,
        ...(publicUrl === undefined ? [] : [ResourceMetadataModule.forRoot({ ...settings, publicUrl })]),
        HealthModule,
        SignInModule,
        MeModule,
        UsersAdminModule,
      ],
      controllers: [WhoamiController],
    };
  }
}

function authOptions(settings: Settings): AuthOptions {
  return {
    issuer: settings.issuer,
    jwksUri: settings.jwksUri,
    jwksTimeoutMs: settings.cognitoTimeoutMs,
    clientIds: settings.clientIds,
    clockToleranceSeconds: settings.clockToleranceSeconds,
    policies: userPolicies(settings),
    ...(settings.production && { refusedThumbprints: EMBEDDED_KEY_THUMBPRINTS }),
  };
}
