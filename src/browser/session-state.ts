import type { TokenClaims as Claims } from 'lifeguard-auth';
import { claimMeaning } from './claim-meanings';
import { claimsOf, principalOf, type Session, type SessionRecord } from './session.record';
import type { SessionTokens, SignedIn } from './session.schemas';

/** Describes a session to its page. Contains claims, never tokens. */
export function signedInState({ record }: Session, expiresAt: number): SignedIn {
  const { sub, username = sub, groups, scopes, claims } = principalOf(record);
  const identity: Claims = record.idToken === undefined ? {} : claimsOf(record.idToken);
  const factors = [identity.amr, claims.amr].find(isListOfText);
  return {
    signedIn: true,
    sub,
    username,
    ...textMember(identity, 'name'),
    ...textMember(identity, 'email'),
    groups: [...groups],
    scopes: [...scopes],
    startedAt: new Date(record.startedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    ...(factors && { factors }),
  };
}

/** Lists the claims of both tokens with their meaning. */
export function describeTokens({ accessToken, idToken }: SessionRecord): SessionTokens {
  return {
    access: describe(claimsOf(accessToken)),
    ...(idToken !== undefined && { id: describe(claimsOf(idToken)) }),
  };
}

const describe = (claims: Claims): SessionTokens['access'] =>
  Object.entries(claims).map(([name, value]) => ({ name, value, meaning: claimMeaning(name) }));

const isListOfText = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function textMember<Name extends string>(claims: Claims, name: Name): { [Key in Name]?: string } {
  const value = claims[name];
  return (typeof value === 'string' ? { [name]: value } : {}) as { [Key in Name]?: string };
}
