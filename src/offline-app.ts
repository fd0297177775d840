import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FeatureModules } from './app.module';
import type { Settings } from './config/settings';

/**
 * Placeholders for required settings that the policies do not use: no port is opened and no pool is called.
 */
const PLACEHOLDERS = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_placeholder',
  COGNITO_CLIENT_IDS: 'placeholder',
};

/** The settings of an offline application: those of the environment, and placeholders. */
export interface OfflineSettings extends Settings {
  /** Whether the environment sets the setting; if not, a placeholder or a default stands for it. */
  readonly isSet: (name: string) => boolean;
}

/**
 * Builds the application as startup does, with the settings of the environment, passes it to `use` and closes it.
 * The application is loaded here, because `--help` and the refusal of wrong arguments do not need it.
 *
 * @param modules feature modules in addition to those of the service.
 */
export async function withOfflineApp<Result>(
  use: (app: NestFastifyApplication, settings: OfflineSettings) => Result,
  modules: FeatureModules = [],
): Promise<Result> {
  const { createApp } = require('./app') as typeof import('./app');
  const { readEnvironment } = require('./config/environment') as typeof import('./config/environment');
  const { parseSettings } = require('./config/settings') as typeof import('./config/settings');
  const { createLogger } = require('./log/logger') as typeof import('./log/logger');
  const set = new Map(Object.entries(readEnvironment()).filter(([, value]) => value));
  const settings = parseSettings({ ...PLACEHOLDERS, ...Object.fromEntries(set) });
  const app = await createApp(settings, createLogger('silent'), modules);
  try {
    return use(app, { ...settings, isSet: (name) => set.has(name) });
  } finally {
    await app.close();
  }
}

/** Invalid arguments of a command. The message explains its usage. */
export class UsageError extends Error {}

/** Runs a command and sets the exit status of the process: what it returns, or 1 for a failure. */
export function runCommand(command: () => Promise<number>, report: (message: unknown) => void): void {
  command().then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      report(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
