import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from './logger';

/** Gives every module the application's logger. */
@Module({})
export class LogModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: LogModule,
      global: true,
      providers: [{ provide: LOGGER, useValue: logger }],
      exports: [LOGGER],
    };
  }
}
