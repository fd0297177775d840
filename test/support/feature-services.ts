import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Global, Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Revocations } from 'lifeguard-auth';
import pino from 'pino';
import { CognitoClock } from '../../src/cognito/cognito-clock';
import type { Settings } from '../../src/config/settings';
import { settingsProviders } from '../../src/config/settings.module';
import { LOGGER } from '../../src/log/logger';
import { CognitoStub } from './cognito-stub';
import { KeptRevocations } from './kept-revocations';
import { wireSettings } from './wire-settings';

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

export interface FeatureServices {
  readonly stub: CognitoStub;
  readonly revocations: KeptRevocations;
  /** A service of the feature; only in a hook or a test. */
  readonly get: <T>(service: Type<T>) => T;
}

/**
 * The services of one feature, wired as in the application, with a stub of Cognito, without HTTP and without
 * waiting for Cognito's clock. Call it in a file or a `describe`: it starts them before the tests, resets
 * requests, answers and revocations before each test, and closes them at the end.
 */
export function featureServices(feature: Type, environment: Record<string, string> = {}): FeatureServices {
  const stub = new CognitoStub();
  const revocations = new KeptRevocations();
  let app: INestApplicationContext;
  beforeAll(async () => {
    await stub.listen();
    app = await startFeature(feature, wireSettings(stub.url, environment), revocations);
  });
  beforeEach(() => {
    stub.reset();
    revocations.kept.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await stub.close();
  });
  return { stub, revocations, get: (service) => app.get(service) };
}

async function startFeature(feature: Type, settings: Settings, revocations: Revocations) {
  // The SDK sends no unsigned admin call; the stub does not check the signature.
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const app = await NestFactory.createApplicationContext(Surroundings.of(feature, settings, revocations), {
    logger: false,
  });
  Object.assign(app.get(CognitoClock, { strict: false }), { left: () => Promise.resolve() });
  return app;
}
