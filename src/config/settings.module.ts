import { Module, type DynamicModule, type ValueProvider } from '@nestjs/common';
import type { Settings } from './settings';
import { SETTINGS } from './settings.token';

/** Gives every module the slices of the settings that the application was built with. */
@Module({})
export class SettingsModule {
  static forRoot(settings: Settings): DynamicModule {
    const providers = settingsProviders(settings);
    return { module: SettingsModule, global: true, providers, exports: providers };
  }
}

/** One provider for each slice, also for tests of a single module. */
export const settingsProviders = (settings: Settings): ValueProvider[] =>
  (Object.keys(SETTINGS) as (keyof Settings)[]).map((slice) => ({
    provide: SETTINGS[slice],
    useValue: settings[slice],
  }));
