import type { z } from 'zod';
import type { RedisAddress } from 'lifeguard-auth/redis';
import { settingsSchema, type Rate } from './settings.schema';

/** Everything that the environment decides, read once at start. */
export interface Settings {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** Secrets of confidential app clients by client id. */
  readonly clientSecrets: ReadonlyMap<string, string>;
  /** The app client that the `/auth` routes sign in with. */
  readonly authClientId: string;
  /** For one attempt at Cognito or at the key server. */
  readonly cognitoTimeoutMs: number;
  /** Another endpoint than AWS's own: an emulator or a VPC endpoint. The SDK reads the variable itself. */
  readonly cognitoEndpoint: string | undefined;
  readonly issuer: string;
  readonly jwksUri: string;
  /** Under which address clients know the service; undefined: it does not tell them (RFC 9728). */
  readonly publicUrl: string | undefined;
  readonly adminGroup: string;
  readonly resourceServer: string;
  readonly selfWritableAttributes: ReadonlySet<string>;
  readonly clockToleranceSeconds: number;
  /** For one client address on `/auth`; undefined: no limit. */
  readonly authRateLimit: Rate | undefined;
  /** For one principal on every other route; undefined: no limit. */
  readonly rateLimit: Rate | undefined;
  /** Failed sign-ins of one account before each further one is followed by a growing delay; undefined: no limit. */
  readonly accountRateLimit: Rate | undefined;
  /** The state that instances share; undefined: it lives in the process. */
  readonly redis: RedisAddress | undefined;
  /** A port of their own for the metrics; undefined: they are at `/metrics` of the service. */
  readonly metricsPort: number | undefined;
  /** Where traces are sent; undefined: none are made. The OpenTelemetry SDK reads the variable itself. */
  readonly tracesEndpoint: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: boolean | number | string[];
  /** From the signal to end until no connection is accepted any more. */
  readonly shutdownDelaySeconds: number;
  /** For the requests that are in flight by then. */
  readonly shutdownTimeoutSeconds: number;
  readonly logLevel: z.output<typeof settingsSchema>['LOG_LEVEL'];
}

/** Every wrong or missing setting, one `NAME: message` each, without any value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads the settings from an environment.
 *
 * @throws SettingsError with all the problems at once.
 */
export function parseSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => [name, environment[name]?.trim() || undefined]),
  );
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  }
  return toSettings(parsed.data);
}

function toSettings(values: z.output<typeof settingsSchema>): Settings {
  const issuer =
    values.COGNITO_ISSUER ??
    `https://cognito-idp.${values.AWS_REGION}.amazonaws.com/${values.COGNITO_USER_POOL_ID}`;
  return {
    production: values.NODE_ENV === 'production',
    port: values.PORT,
    host: values.HOST,
    region: values.AWS_REGION,
    userPoolId: values.COGNITO_USER_POOL_ID,
    clientIds: values.COGNITO_CLIENT_IDS,
    clientSecrets: values.COGNITO_CLIENT_SECRETS,
    authClientId: values.COGNITO_AUTH_CLIENT_ID ?? values.COGNITO_CLIENT_IDS[0] ?? '',
    cognitoTimeoutMs: values.COGNITO_TIMEOUT_MS,
    cognitoEndpoint: values.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
    issuer,
    jwksUri: values.COGNITO_JWKS_URI ?? `${issuer}/.well-known/jwks.json`,
    publicUrl: values.PUBLIC_URL,
    adminGroup: values.ADMIN_GROUP,
    resourceServer: values.RESOURCE_SERVER,
    selfWritableAttributes: values.SELF_WRITABLE_ATTRIBUTES,
    clockToleranceSeconds: values.CLOCK_TOLERANCE_SECONDS,
    authRateLimit: values.AUTH_RATE_LIMIT,
    rateLimit: values.RATE_LIMIT,
    accountRateLimit: values.ACCOUNT_RATE_LIMIT,
    redis: values.REDIS_URL,
    metricsPort: values.METRICS_PORT,
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    corsOrigins: values.CORS_ORIGINS,
    trustProxy: values.TRUST_PROXY,
    shutdownDelaySeconds: values.SHUTDOWN_DELAY_SECONDS,
    shutdownTimeoutSeconds: values.SHUTDOWN_TIMEOUT_SECONDS,
    logLevel: values.LOG_LEVEL,
  };
}
