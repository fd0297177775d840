/** Claims that Cognito never lets a trigger add, change or suppress. */
const FIXED = new Set(
  (
    'acr amr at_hash auth_time azp exp iat iss jti nbf nonce origin_jti token_use sub client_id event_id ' +
    'device_key version username cognito:username identities'
  ).split(' '),
);

/** Claims of the ID token that Cognito accepts only as a string, a number or a boolean. */
const FLAT_IN_ID = new Set(['phone_number_verified', 'email_verified', 'updated_at', 'address']);

/** Names that Verified Permissions refuses in a token. */
const RESERVED_NAMES = new Set(['cognito', 'dev', 'custom']);

/** Deeper values are refused: no claim needs more, and Lifeguard refuses tokens that are nested 100 levels deep. */
const MAX_DEPTH = 10;

export type TokenName = 'access' | 'id';

/**
 * The reason why a claim cannot be set in a token; undefined if it can.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function whyNotSet(claim: string, token: TokenName): string | undefined {
  if (FIXED.has(claim)) return `Cognito does not let a trigger change the claim ${claim}`;
  if (claim === 'scope') return 'the claim scope is changed with addScopes and suppressScopes';
  if (claim === 'cognito:groups') return 'the claim cognito:groups is changed with groups';
  if (claim.startsWith('cognito:')) return `Cognito does not let a trigger change the claim ${claim}`;
  if (claim.startsWith('dev:')) return `the developer attribute ${claim} can only be suppressed`;
  if (claim === 'aud' && token === 'id') return 'Cognito does not let a trigger change aud of the ID token';
  if (RESERVED_NAMES.has(claim)) return `Verified Permissions refuses tokens with a claim named ${claim}`;
  return undefined;
}

/** The reason why a claim cannot be suppressed in a token; undefined if it can. */
export function whyNotSuppressed(claim: string, token: TokenName): string | undefined {
  if (claim === 'cognito:groups' || claim.startsWith('dev:')) return undefined;
  if (claim === 'scope') return 'the claim scope is changed with suppressScopes';
  if (FIXED.has(claim) || claim.startsWith('cognito:') || (claim === 'aud' && token === 'id')) {
    return `Cognito does not let a trigger suppress the claim ${claim}`;
  }
  return undefined;
}

/** The reason why a claim cannot have this value; undefined if it can. */
export function whyNotCarried(claim: string, value: unknown, token: TokenName): string | undefined {
  if (token === 'id' && FLAT_IN_ID.has(claim) && typeof value === 'object') {
    return `${claim} of the ID token must be a string, a number or a boolean`;
  }
  return whyNotJson(value, MAX_DEPTH);
}

function whyNotJson(value: unknown, levels: number): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return whyNotNumber(value);
  if (typeof value !== 'object' || value === null) return 'a claim cannot be null';
  if (levels === 0) return `a claim cannot be nested more than ${MAX_DEPTH} levels deep`;
  for (const member of Object.values(value)) {
    const why = whyNotJson(member, levels - 1);
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyNotNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a claim cannot be an infinite number';
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'a whole number beyond 2^53 loses digits in JSON; write it as a string'
    : undefined;
}

/** RFC 6749 section 3.3, `scope-token`: Cognito refuses a scope with a space. */
export const isScope = (scope: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/.test(scope);
