import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** `limit` requests in each window of `seconds`. */
export interface Rate {
  readonly limit: number;
  readonly seconds: number;
}

/** Comma-separated items, each once. */
export const items = (value: string): string[] => [
  ...new Set(
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
];

export const text = z.string();

/** Comma-separated items, each once. */
const list = z.string().transform((value): readonly string[] => items(value));

/** Comma-separated items as a set. */
export const set = z.string().transform((value): ReadonlySet<string> => new Set(items(value)));

export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be from ${minimum} to ${maximum}`);

export const port = wholeNumber(0, 65_535);

export const onOff = z.enum(['on', 'off'], 'must be `on` or `off`').transform((value) => value === 'on');

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** `<requests>/<seconds>`; undefined for `off`. */
export const rate = z
  .string()
  .regex(/^(off|[1-9]\d{0,8}\/[1-9]\d{0,5})$/, 'must be `<requests>/<seconds>` or `off`')
  .transform((value): Rate | undefined => {
    const [limit, seconds] = value.split('/').map(Number);
    return value === 'off' || limit === undefined || seconds === undefined ? undefined : { limit, seconds };
  });

const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Fastify's `trustProxy`. */
export const trustProxy = z.string().transform((value, context): boolean | number | string[] => {
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^\d{1,3}$/.test(value)) return Number(value);
  const ranges = items(value);
  const known = (range: string) =>
    NAMED_RANGES.has(range) || ipaddr.isValid(range) || ipaddr.isValidCIDR(range);
  if (ranges.length > 0 && ranges.every(known)) return ranges;
  context.addIssue('must be true, false, a number of hops, or comma-separated addresses and ranges');
  return z.NEVER;
});

/**
 * `clientId=secret` entries. A message names the position of an entry, never its value, which contains a
 * secret.
 */
export const clientSecrets = z.string().transform((value, context): ReadonlyMap<string, string> => {
  const secrets = new Map<string, string>();
  for (const [index, entry] of items(value).entries()) {
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

export const clientIds = list
  .refine((ids) => ids.length > 0, 'must name at least one app client')
  .refine((ids) => ids.every((id) => /^[\w+]{1,128}$/.test(id)), 'has an entry that is not an app client id');

export const regions = list.refine(
  (given) => given.every((region) => /^[a-z0-9-]{1,32}$/.test(region)),
  'must be AWS regions such as `us-west-2`',
);

const isOrigin = (value: string): boolean => URL.canParse(value) && new URL(value).origin === value;

export const origins = list.refine(
  (given) => given.every(isOrigin),
  'must be exact origins such as `https://app.example.com`',
);

/** Names of header fields (RFC 9110 section 5.1). `*` is refused: it would not cover `Authorization`. */
export const fieldNames = list.refine(
  (names) => names.every((name) => /^[\w!#$%&'+.^`|~-]{1,100}$/.test(name)),
  'must be names of header fields',
);

/** An http address in its normal form, to which paths can be appended and which the router takes literally. */
const isBase = (value: string): boolean => {
  if (!/^https?:/.test(value) || !URL.canParse(value)) return false;
  const { origin, pathname } = new URL(value);
  return pathname === '/'
    ? value === origin
    : value === origin + pathname && /^(?:\/[\w.~-]+)+$/.test(pathname);
};

export const baseUrl = z
  .string()
  .refine(isBase, 'must be an http or https URL without a trailing slash, a query or a fragment');

/** A number of seconds, up to a day; undefined for `off`. */
export const secondsOrOff = z
  .string()
  .regex(/^(?:off|[1-9]\d{0,4})$/, 'must be `off` or 1 to 86400 seconds')
  .refine((value) => value === 'off' || Number(value) <= 86_400, 'must be `off` or 1 to 86400 seconds')
  .transform((value) => (value === 'off' ? undefined : Number(value)));
