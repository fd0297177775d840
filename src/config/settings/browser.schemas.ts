import { z } from 'zod';
import { items } from './value.schemas';

const MIN_SECRET_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

export const onOrOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');

/** One or more secrets in base64. A message names the position of an entry, never its value. */
export const sessionSecrets = z.string().transform((value, context): readonly [Buffer, ...Buffer[]] => {
  const secrets = items(value).map((text) => Buffer.from(BASE64.test(text) ? text : '', 'base64'));
  for (const [index, secret] of secrets.entries()) {
    if (secret.byteLength < MIN_SECRET_BYTES)
      context.addIssue(`entry ${index + 1} must be ${MIN_SECRET_BYTES} bytes or more in base64`);
  }
  const [first, ...others] = secrets;
  if (first) return [first, ...others];
  context.addIssue('is empty');
  return z.NEVER;
});

/** An origin, without a path or a trailing slash. */
export const hostedDomain = z
  .string()
  .refine(
    (value) => /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value,
    'must be an http or https origin such as `https://auth.example.com`',
  );

/** Scopes separated by spaces. Without `openid` there is no ID token to return the `nonce`. */
export const sessionScopes = z
  .string()
  .transform((value): readonly string[] => [...new Set(value.split(/\s+/).filter((scope) => scope !== ''))])
  .refine(
    (scopes) => scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)),
    'has an entry that is not a scope',
  )
  .refine((scopes) => scopes.includes('openid'), 'must contain `openid`');

/** Identity providers by the names that the pool gives them. */
export const sessionProviders = z
  .string()
  .transform((value): readonly string[] => items(value))
  .refine(
    (names) => names.every((name) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,32}$/u.test(name)),
    'has an entry that is not the name of an identity provider',
  );

const LOOPBACK = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether cookies and codes may be sent to the URL: `https`, or `http` on this machine outside production.
 */
export function isSecureAddress(address: string, production: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && !production && LOOPBACK.test(hostname));
}
