import type { TokenClaims } from '../principal.ts';

/** A person as their ID token describes them. For display and records; access is decided by the access token alone. */
export interface Identity {
  readonly sub: string;
  readonly username: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  /** The user's attributes by their Cognito names, as strings. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `cognito:roles`: the IAM roles of the user's groups. */
  readonly roles: readonly string[];
  /** `cognito:preferred_role` */
  readonly preferredRole?: string;
  readonly claims: TokenClaims;
}

/** Attributes that Cognito puts into ID tokens under their own names (OpenID Connect Core section 5.1). */
const STANDARD = new Set(
  (
    'address birthdate email email_verified family_name gender given_name locale middle_name name nickname ' +
    'phone_number phone_number_verified picture preferred_username profile updated_at website zoneinfo'
  ).split(' '),
);

const isText = (value: unknown): value is string => typeof value === 'string';

/** @param claims of a verified ID token. */
export function toIdentity(claims: TokenClaims, fallback: { readonly username: string }): Identity {
  const { sub, email, email_verified: verified } = claims;
  const {
    'cognito:username': username,
    'cognito:roles': roles,
    'cognito:preferred_role': preferred,
  } = claims;
  return Object.freeze({
    sub: sub as string,
    username: isText(username) ? username : fallback.username,
    ...(isText(email) && { email }),
    // Attributes of federated users are strings.
    ...(verified !== undefined && { emailVerified: verified === true || verified === 'true' }),
    attributes: Object.freeze(attributesOf(claims)),
    roles: Object.freeze(Array.isArray(roles) ? roles.filter(isText) : []),
    ...(isText(preferred) && { preferredRole: preferred }),
    claims: Object.freeze(claims),
  });
}

function attributesOf(claims: TokenClaims): Record<string, string> {
  const attributes = Object.entries(claims).flatMap(([name, value]) => {
    if (!STANDARD.has(name) && !name.startsWith('custom:')) return [];
    const text = textOf(value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(attributes);
}

/** Cognito stores every attribute as a string; in a token some are numbers, booleans or an address object. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null && 'formatted' in value) return textOf(value.formatted);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
