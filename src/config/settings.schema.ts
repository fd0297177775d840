import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { AGREEMENTS } from './agreement';
import { redisSetting } from './redis.setting';

/** `limit` requests in each window of `seconds`. */
export interface Rate {
  readonly limit: number;
  readonly seconds: number;
}

const list = (value: string): string[] => [
  ...new Set(
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
];

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum}`);

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const rate = z
  .string()
  .regex(/^(off|[1-9]\d{0,8}\/[1-9]\d{0,5})$/, 'must be `<requests>/<seconds>` or `off`')
  .transform((value): Rate | undefined => {
    const [limit, seconds] = value.split('/').map(Number);
    return value === 'off' || limit === undefined || seconds === undefined ? undefined : { limit, seconds };
  });

const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

const trustProxy = z.string().transform((value, context): boolean | number | string[] => {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d{1,3}$/.test(value)) return Number(value);
  const ranges = list(value);
  const known = (range: string) =>
    NAMED_RANGES.has(range) || ipaddr.isValid(range) || ipaddr.isValidCIDR(range);
  if (ranges.length > 0 && ranges.every(known)) return ranges;
  context.addIssue('must be true, false, a number of hops, or comma-separated addresses and ranges');
  return z.NEVER;
});

// A secret is never part of a message: only the position of the entry is.
const clientSecrets = z.string().transform((value, context): ReadonlyMap<string, string> => {
  const secrets = new Map<string, string>();
  for (const [index, entry] of list(value).entries()) {
    const separator = entry.indexOf('=');
    const clientId = entry.slice(0, separator);
    if (separator < 1 || separator === entry.length - 1) {
      context.addIssue(`entry ${index + 1} must be \`clientId=secret\``);
    } else if (secrets.has(clientId)) {
      context.addIssue(`entry ${index + 1} names an app client a second time`);
    } else secrets.set(clientId, entry.slice(separator + 1));
  }
  return secrets;
});

const clientIds = z
  .string('is required')
  .transform(list)
  .refine((ids) => ids.length > 0, 'must name at least one app client')
  .refine((ids) => ids.every((id) => /^[\w+]{1,128}$/.test(id)), 'has an entry that is not an app client id');

const isOrigin = (value: string): boolean => URL.canParse(value) && new URL(value).origin === value;

/** An http address, written as it is compared, to which paths can be appended and which the router takes literally. */
const isBase = (value: string): boolean => {
  if (!/^https?:/.test(value) || !URL.canParse(value)) return false;
  const { origin, pathname } = new URL(value);
  return pathname === '/'
    ? value === origin
    : value === origin + pathname && /^(?:\/[\w.~-]+)+$/.test(pathname);
};

/** The standard OIDC profile claims (OpenID Connect Core 5.1) as Cognito names them, with the two addresses. */
const PROFILE_ATTRIBUTES =
  'address,birthdate,family_name,gender,given_name,locale,middle_name,name,nickname,phone_number,' +
  'picture,preferred_username,profile,website,zoneinfo,email';

/** Every setting of the service is a row here and in `.env.example`. */
const settingsObject = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  AWS_REGION: z.string('is required').regex(/^[a-z0-9-]{1,32}$/, 'must be an AWS region such as `eu-west-1`'),
  COGNITO_USER_POOL_ID: z
    .string('is required')
    .max(55, 'is longer than a user pool id')
    .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'must be `<region>_<id>`'),
  COGNITO_CLIENT_IDS: clientIds,
  COGNITO_CLIENT_SECRETS: clientSecrets.default(new Map()),
  COGNITO_AUTH_CLIENT_ID: z.string().optional(),
  COGNITO_TIMEOUT_MS: wholeNumber(1, 60_000).default(5000),
  COGNITO_ISSUER: httpUrl.optional(),
  COGNITO_JWKS_URI: httpUrl.optional(),
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: httpUrl.optional(),
  PUBLIC_URL: z
    .string()
    .refine(isBase, 'must be an http or https URL without a slash at its end, a query or a fragment')
    .optional(),
  ADMIN_GROUP: z
    .string()
    .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, 'must be a Cognito group name')
    .default('admin'),
  RESOURCE_SERVER: z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'must be a resource server identifier')
    .default('lifeguard'),
  SELF_WRITABLE_ATTRIBUTES: z
    .string()
    .default(PROFILE_ATTRIBUTES)
    .transform((value): ReadonlySet<string> => new Set(list(value))),
  CLOCK_TOLERANCE_SECONDS: wholeNumber(0, 300).default(5),
  AUTH_RATE_LIMIT: rate.prefault('60/60'),
  RATE_LIMIT: rate.optional(),
  ACCOUNT_RATE_LIMIT: rate.prefault('20/600'),
  REDIS_URL: redisSetting.optional(),
  METRICS_PORT: wholeNumber(0, 65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .refine((origins) => origins.every(isOrigin), 'must be exact origins such as `https://app.example.com`'),
  TRUST_PROXY: trustProxy.default(false),
  SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 600).default(0),
  SHUTDOWN_TIMEOUT_SECONDS: wholeNumber(1, 600).default(10),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be a pino level')
    .default('info'),
});

/** The environment, as text, turned into typed settings. */
export const settingsSchema = AGREEMENTS.reduce(
  (schema, { setting, message, holds }) =>
    schema.refine(holds, { path: [setting], error: message, when: () => true }),
  settingsObject,
);
