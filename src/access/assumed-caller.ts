import type { Fact, Principal, Unknowns } from 'lifeguard-auth';
import type { DescribedCaller } from './access.schema';

/** A caller that an explanation is about, and what is not known of it. */
export interface AssumedCaller {
  readonly principal: Principal;
  readonly unknowns: Unknowns;
  /** What the explanation rests on, for people. */
  readonly notes: readonly string[];
}

/** A machine has no groups and no username, whatever the request says. Its `sub` is its client id. */
export function assumedCaller(described: DescribedCaller): AssumedCaller {
  const { kind, clientId = '', scopes = [] } = described;
  const isPerson = kind === 'user';
  const sub = isPerson ? described.sub : (described.sub ?? described.clientId);
  const username = isPerson ? described.username : undefined;
  const groups = (isPerson && described.groups) || [];
  const principal = {
    kind,
    sub: sub ?? '',
    ...(username !== undefined && { username }),
    clientId,
    groups,
    scopes,
  };
  const unknowns = new Set<Fact>([
    ...(sub === undefined ? (['sub'] as const) : []),
    ...(isPerson && username === undefined ? (['username'] as const) : []),
  ]);
  return {
    principal: { ...principal, claims: { ...described.claims, ...claimsOf(principal, unknowns) } },
    unknowns,
    notes:
      !isPerson && (described.groups ?? []).length > 0 ? ['A machine has no groups, whatever is given.'] : [],
  };
}

/** A user of the pool with the groups of now. The token is not known, so neither are its scopes and further claims. */
export function poolUser(user: { sub: string; username: string }, groups: readonly string[]): AssumedCaller {
  const principal = { kind: 'user' as const, ...user, clientId: '', groups, scopes: [] };
  const unknowns = new Set<Fact>(['scopes', 'claims']);
  return {
    principal: { ...principal, claims: claimsOf(principal, unknowns) },
    unknowns,
    notes: [
      `The groups are those of now: ${groups.length === 0 ? 'none' : groups.join(', ')}. A token that was issued before may carry others.`,
      'The scopes of a token, and claims that a pre token generation trigger or the sign-in sets, are not known.',
    ],
  };
}

/** The claims that carry what is known. */
function claimsOf(principal: Omit<Principal, 'claims'>, unknowns: Unknowns): Record<string, unknown> {
  const { kind, sub, username, clientId, groups, scopes } = principal;
  return {
    token_use: 'access',
    ...(!unknowns.has('sub') && { sub }),
    ...(username !== undefined && { username }),
    ...(clientId !== '' && { client_id: clientId }),
    ...(kind === 'user' && groups.length > 0 && { 'cognito:groups': groups }),
    ...(!unknowns.has('scopes') && scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}
