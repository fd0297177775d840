import { isScope, whyNotCarried, whyNotSet, whyNotSuppressed, type TokenName } from './claims';
import { readEvent } from './event';

export type TokenClaims = Readonly<Record<string, unknown>>;

/** The claims of the tokens of one event. A machine has no ID token. */
export interface TokenPair {
  readonly access: TokenClaims;
  readonly id?: TokenClaims;
}

/** A change that Cognito does not make. */
export interface Dropped {
  readonly token: TokenName;
  readonly what: string;
  readonly why: string;
}

export interface Applied extends TokenPair {
  readonly dropped: readonly Dropped[];
}

/** A response of a trigger that Cognito cannot use. */
class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

/**
 * Applies a trigger's response as Cognito's documentation describes. It does not say what happens to a
 * claim that cannot be changed; according to reports Cognito drops it silently, and so does this function.
 *
 * @param before the claims that the tokens would have without the trigger
 * @param answer the event as the trigger returned it
 * @throws UnusableAnswer if the answer has no `response`
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function applyAnswer(before: TokenPair, event: unknown, answer: unknown): Applied {
  const { response } = asRecord(answer);
  if (typeof response !== 'object' || response === null)
    throw new UnusableAnswer('the answer has no response');
  const { version, isMachine } = readEvent(event);
  const details = asRecord(
    asRecord(response)[version === 1 ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails'],
  );
  const dropped: Dropped[] = [];
  const idChanges = version === 1 ? details : details['idTokenGeneration'];
  const accessChanges = version === 1 ? {} : details['accessTokenGeneration'];
  const clientId = readEvent(event).clientId;
  const access = withScopes(
    changed('access', before.access, accessChanges, clientId, dropped),
    asRecord(accessChanges),
    dropped,
  );
  const id = before.id && changed('id', before.id, idChanges, clientId, dropped);
  const groups = isMachine ? undefined : groupsOf(details['groupOverrideDetails']);
  return {
    access: withGroups(access, groups, suppresses(accessChanges, 'cognito:groups')),
    ...(id && { id: withGroups(id, groups, suppresses(idChanges, 'cognito:groups')) }),
    dropped,
  };
}

function changed(
  token: TokenName,
  before: TokenClaims,
  generation: unknown,
  clientId: string,
  dropped: Dropped[],
): TokenClaims {
  const { claimsToAddOrOverride, claimsToSuppress } = asRecord(generation);
  const after: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(asRecord(claimsToAddOrOverride))) {
    const why =
      whyNotSet(name, token) ??
      whyNotCarried(name, value, token) ??
      (name === 'aud' && value !== clientId ? 'aud must be the app client' : undefined);
    if (why === undefined) after[name] = value;
    else dropped.push({ token, what: `claim ${name}`, why });
  }
  for (const name of textList(claimsToSuppress)) {
    const why = whyNotSuppressed(name, token);
    if (why === undefined) Reflect.deleteProperty(after, name);
    else dropped.push({ token, what: `suppression of ${name}`, why });
  }
  return after;
}

function withScopes(
  claims: TokenClaims,
  { scopesToAdd, scopesToSuppress }: Record<string, unknown>,
  dropped: Dropped[],
): TokenClaims {
  const added = textList(scopesToAdd).filter((scope) => {
    if (isScope(scope)) return true;
    dropped.push({ token: 'access', what: `scope ${scope}`, why: 'a scope cannot contain a space' });
    return false;
  });
  const suppressed = new Set(textList(scopesToSuppress));
  if (added.length === 0 && suppressed.size === 0) return claims;
  const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : [];
  const kept = [...new Set([...scopes, ...added])].filter((scope) => scope !== '' && !suppressed.has(scope));
  return { ...claims, scope: kept.join(' ') };
}

/**
 * Undefined if the response does not change the groups; an empty list removes the groups from both tokens.
 */
function groupsOf(details: unknown): readonly string[] | undefined {
  return details === undefined ? undefined : textList(asRecord(details)['groupsToOverride']);
}

const suppresses = (generation: unknown, claim: string): boolean =>
  textList(asRecord(generation)['claimsToSuppress']).includes(claim);

function withGroups(
  claims: TokenClaims,
  groups: readonly string[] | undefined,
  suppressed: boolean,
): TokenClaims {
  const { 'cognito:groups': _before, ...others } = claims;
  if (suppressed) {
    const { 'cognito:roles': _roles, 'cognito:preferred_role': _preferred, ...rest } = others;
    return rest;
  }
  if (groups === undefined) return claims;
  return groups.length === 0 ? others : { ...others, 'cognito:groups': [...groups] };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
