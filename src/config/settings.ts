import { z } from 'zod';
import { CROSS_CHECKS } from './cross-checks';
import { ALL_SETTINGS, ROWS, type Parsed } from './settings/rows';
import type { Rows } from './settings/setting';
import { StartupError } from './startup-error';

/** What the environment decides, read once at start. Each feature injects its slice: `@Inject(SETTINGS.cognito)`. */
export interface Settings extends Omit<Parsed, 'cognito'> {
  readonly cognito: CognitoSettings;
}

export interface CognitoSettings extends Omit<Parsed['cognito'], 'authClientId' | 'issuer' | 'jwksUri'> {
  readonly authClientId: string;
  readonly issuer: string;
  readonly jwksUri: string;
}

export type AccessSettings = Settings['access'];
export type HttpSettings = Settings['http'];
export type LimitSettings = Settings['limits'];
export type ObservabilitySettings = Settings['observability'];
export type ShutdownSettings = Settings['shutdown'];
export type StoreSettings = Settings['store'];

/** Every wrong or missing setting, one `NAME: message` each, without any value. */
export class SettingsError extends StartupError {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The environment as text, by the names of the variables; the rules between settings are checked whatever else fails. */
const environmentSchema = CROSS_CHECKS.reduce(
  (schema, { setting, message, holds }) =>
    schema.refine(holds, { path: [setting], error: message, when: () => true }),
  z.object(Object.fromEntries(ALL_SETTINGS.map(({ name, schema }) => [name, schema]))),
);

/**
 * Reads the settings from an environment. An empty variable counts as not set.
 *
 * @throws SettingsError with all the problems at once.
 */
export function parseSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    ALL_SETTINGS.map(({ name }) => [name, environment[name]?.trim() || undefined]),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  }
  return complete(toSlices(parsed.data));
}

/** The values by slice and member, as the rows name them. */
function toSlices(values: Readonly<Record<string, unknown>>): Parsed {
  const slice = (rows: Rows) =>
    Object.fromEntries(Object.entries(rows).map(([member, { name }]) => [member, values[name]]));
  // `Parsed` is derived from the same rows.
  return Object.fromEntries(Object.entries(ROWS).map(([name, rows]) => [name, slice(rows)])) as Parsed;
}

/** Adds the defaults that follow from other settings. */
function complete(parsed: Parsed): Settings {
  const { cognito } = parsed;
  const issuer =
    cognito.issuer ?? `https://cognito-idp.${cognito.region}.amazonaws.com/${cognito.userPoolId}`;
  return {
    ...parsed,
    cognito: {
      ...cognito,
      issuer,
      authClientId: cognito.authClientId ?? cognito.clientIds[0] ?? '',
      jwksUri: cognito.jwksUri ?? `${issuer}/.well-known/jwks.json`,
    },
  };
}
