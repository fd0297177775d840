import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from './settings';
import { SETTINGS } from './settings.token';

/** Gives every module the settings that the application was built with. */
@Module({})
export class SettingsModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [SETTINGS],
    };
  }
}
