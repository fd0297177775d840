import { Global, Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Revocations } from 'lifeguard-auth';
import pino from 'pino';
import { CognitoClock } from '../../src/cognito/cognito-clock';
import type { Settings } from '../../src/config/settings';
import { settingsProviders } from '../../src/config/settings.module';
import { LOGGER } from '../../src/log/logger';

@Global()
@Module({})
class Surroundings {
  static of(feature: Type, settings: Settings, revocations: Revocations): DynamicModule {
    const providers = [
      ...settingsProviders(settings),
      { provide: Revocations, useValue: revocations },
      { provide: LOGGER, useValue: pino({ level: 'silent' }) },
    ];
    return { module: Surroundings, imports: [feature], providers, exports: providers };
  }
}

/** The services of one feature, as the application wires them, without HTTP and without waiting for Cognito's clock. */
export async function featureServices(
  feature: Type,
  settings: Settings,
  revocations: Revocations,
): Promise<INestApplicationContext> {
  // The SDK sends no unsigned admin call; the stub does not check the signature.
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const app = await NestFactory.createApplicationContext(Surroundings.of(feature, settings, revocations), {
    logger: false,
  });
  Object.assign(app.get(CognitoClock, { strict: false }), { left: () => Promise.resolve() });
  return app;
}
