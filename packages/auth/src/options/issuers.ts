import type { UserPoolOptions } from './lifeguard.options.ts';

/** `<region>_<id>`: CreateUserPool in the Cognito API reference gives the pattern. */
const USER_POOL_ID = /^([a-z0-9-]+)_[0-9a-zA-Z]+$/;

/** The Region in a user pool id; undefined for any other string. */
export const regionOf = (userPoolId: string): string | undefined => USER_POOL_ID.exec(userPoolId)?.[1];

/**
 * The issuers of a pool's tokens ("User pools as an OIDC issuer" and "Multi-Region replication" in the Cognito developer
 * guide). A replica's tokens name the replica's Region in the original form, and the primary Region in the updated one.
 */
export function issuersOf(
  userPoolId: string,
  { issuerType, replicaRegions = [] }: Pick<UserPoolOptions, 'issuerType' | 'replicaRegions'> = {},
): string[] {
  const region = regionOf(userPoolId) ?? '';
  const regions = new Set([region, ...replicaRegions]);
  const original = Array.from(regions, (each) => `https://cognito-idp.${each}.amazonaws.com/${userPoolId}`);
  const updated = `https://issuer-cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return [...(issuerType === 'updated' ? [] : original), ...(issuerType === 'original' ? [] : [updated])];
}

/** The URL of an issuer's signing keys ("Verifying JSON web tokens" in the Cognito developer guide). */
export const jwksUriOf = (issuer: string): string => `${issuer}/.well-known/jwks.json`;
