import type { Fact, Principal, Unknowns } from 'lifeguard-auth';
import type { DescribedCaller } from './access.schema';

/** The caller of an explanation, and what is not known about them. */
export interface AssumedCaller {
  readonly principal: Principal;
  readonly unknowns: Unknowns;
  /** Assumptions of the explanation, for people. */
  readonly notes: readonly string[];
}

/** A machine has no groups and no username; those in the request are ignored. Its `sub` is its client id. */
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
      !isPerson && (described.groups ?? []).length > 0
        ? ['A machine has no groups; those given are ignored.']
        : [],
  };
}

/**
 * A user of the pool with their current groups. Scopes and further claims belong to a token, so they are unknown.
 */
export function poolUser(user: { sub: string; username: string }, groups: readonly string[]): AssumedCaller {
  const principal = { kind: 'user' as const, ...user, clientId: '', groups, scopes: [] };
  const unknowns = new Set<Fact>(['scopes', 'claims']);
  return {
    principal: { ...principal, claims: claimsOf(principal, unknowns) },
    unknowns,
    notes: [
      `The groups are the current ones: ${groups.length === 0 ? 'none' : groups.join(', ')}. An earlier token may have others.`,
      'The scopes of a token, and claims that a pre token generation trigger or the sign-in sets, are not known.',
    ],
  };
}

/** The known claims. */
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
