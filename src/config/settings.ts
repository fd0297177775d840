import { z } from 'zod';
import { CROSS_CHECKS } from './cross-checks';
import { ALL_SETTINGS, ROWS, type Parsed } from './settings/rows';
import type { Rows } from './settings/setting';
import { StartupError } from './startup-error';

/**
 * The settings, read from the environment once at startup. Each feature injects its slice:
 * `@Inject(SETTINGS.cognito)`.
 */
export interface Settings extends Omit<Parsed, 'cognito' | 'browser'> {
  readonly cognito: CognitoSettings;
  /** Undefined if `BROWSER_SESSIONS` is off. */
  readonly browser: BrowserSettings | undefined;
}

export interface CognitoSettings extends Omit<Parsed['cognito'], 'authClientId'> {
  readonly authClientId: string;
}

/** Everything that sessions and pages for browsers need. */
export interface BrowserSettings {
  /** `PUBLIC_URL`: the address that browsers use. */
  readonly publicUrl: string;
  /** The confidential app client that browsers sign in with. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin of the hosted sign-in pages; undefined: only the password form works. */
  readonly domain: string | undefined;
  readonly scopes: readonly string[];
  readonly providers: readonly string[];
  readonly idleMs: number;
  readonly maximumMs: number;
  /** The first encrypts; all of them decrypt. */
  readonly secrets: readonly [Buffer, ...Buffer[]];
  /** Whether `/console` is served. */
  readonly console: boolean;
}

export type AccessSettings = Settings['access'];
export type HttpSettings = Settings['http'];
export type LimitSettings = Settings['limits'];
export type ObservabilitySettings = Settings['observability'];
export type IdentitySettings = Settings['identity'];
export type PermissionSettings = Settings['permissions'];
export type ShutdownSettings = Settings['shutdown'];
export type StoreSettings = Settings['store'];

/** Every wrong or missing setting, one `NAME: message` each, without any value. */
export class SettingsError extends StartupError {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * The environment variables as strings; the rules between settings are checked even if a setting is
 * invalid.
 */
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
  const authClientId = cognito.authClientId ?? cognito.clientIds[0] ?? '';
  return {
    ...parsed,
    browser: completeBrowser(parsed, authClientId),
    cognito: { ...cognito, authClientId },
  };
}

/** Undefined if sessions are off. The cross-checks have already refused incomplete settings. */
function completeBrowser(parsed: Parsed, authClientId: string): BrowserSettings | undefined {
  const { sessions, domain, scopes, providers, idleMinutes, maxHours, secrets, console } = parsed.browser;
  const { publicUrl } = parsed.http;
  const clientId = parsed.browser.clientId ?? authClientId;
  const clientSecret = parsed.cognito.clientSecrets.get(clientId);
  if (!sessions || !publicUrl || !clientSecret || !secrets) return undefined;
  const [idleMs, maximumMs] = [idleMinutes * 60_000, maxHours * 3_600_000];
  return {
    publicUrl,
    clientId,
    clientSecret,
    domain,
    scopes,
    providers,
    idleMs,
    maximumMs,
    secrets,
    console,
  };
}
