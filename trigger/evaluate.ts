import { isScope, whyNotCarried, whyNotSet, whyNotSuppressed, type TokenName } from './claims';
import { readEvent, SOURCE_PREFIX, type TriggerFacts } from './event';
import type { ClaimConstant, ClaimValue, Rule, When } from './rules.schema';
import { claimFor } from './values';

/** The changes of the rules to one token. */
interface TokenChanges {
  readonly claims: Map<string, ClaimConstant>;
  readonly suppress: Set<string>;
}

interface Changes {
  readonly access: TokenChanges;
  readonly id: TokenChanges;
  readonly addScopes: Set<string>;
  readonly suppressScopes: Set<string>;
  /** Undefined if no rule changes groups. */
  groups?: readonly string[];
}

/**
 * The `response` of the rules to an event of version 1, 2 or 3, in the form of that version. Every matching
 * rule applies, in order, and later rules take precedence. Never throws: a failing trigger would prevent
 * sign-ins.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function evaluate(rules: readonly Rule[], event: unknown): Record<string, unknown> {
  const facts = readEvent(event);
  const changes: Changes = {
    access: { claims: new Map(), suppress: new Set() },
    id: { claims: new Map(), suppress: new Set() },
    addScopes: new Set(),
    suppressScopes: new Set(),
  };
  for (const rule of rules) if (matches(rule.when, facts)) applyRule(rule, facts, changes);
  return facts.version === 1 ? answerOfVersion1(changes, facts) : answerOfVersion2(changes, facts);
}

/** Whether every condition of a rule holds. A rule without conditions always applies. */
function matches(when: When | undefined, facts: TriggerFacts): boolean {
  if (!when) return true;
  const { groups, client, attributes, machine, sources } = when;
  return (
    (groups === undefined || groups.some((name) => facts.groups.includes(name))) &&
    (client === undefined || client.includes(facts.clientId)) &&
    (machine === undefined || machine === facts.isMachine) &&
    (sources === undefined || sources.some((source) => source.replace(SOURCE_PREFIX, '') === facts.source)) &&
    Object.entries(attributes ?? {}).every(([name, wanted]) => attributeMatches(name, wanted, facts))
  );
}

function attributeMatches(
  name: string,
  wanted: NonNullable<When['attributes']>[string],
  { attributes }: TriggerFacts,
): boolean {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (!Array.isArray(wanted)) return wanted.present === (value !== undefined);
  return value !== undefined && wanted.includes(value);
}

function applyRule(rule: Rule, facts: TriggerFacts, changes: Changes): void {
  setClaims('access', rule.access?.claims, facts, changes);
  setClaims('id', rule.id?.claims, facts, changes);
  suppressClaims('access', rule.access?.suppress, changes);
  suppressClaims('id', rule.id?.suppress, changes);
  move(rule.access?.addScopes?.filter(isScope), changes.addScopes, changes.suppressScopes);
  move(rule.access?.suppressScopes, changes.suppressScopes, changes.addScopes);
  if (rule.groups !== undefined && !facts.isMachine) {
    changes.groups = changedGroups(rule.groups, changes.groups ?? facts.groups);
  }
}

// Cognito lets suppression take precedence over addition, so here a later rule undoes an earlier one.
function setClaims(
  token: TokenName,
  claims: Readonly<Record<string, ClaimValue>> | undefined,
  facts: TriggerFacts,
  changes: Changes,
): void {
  const { claims: set, suppress } = changes[token];
  for (const [name, value] of Object.entries(claims ?? {})) {
    const claim = claimFor(value, facts, set.get(name));
    if (claim === undefined || whyNotSet(name, token) || whyNotCarried(name, claim, token)) continue;
    // Cognito accepts `aud` in an access token only if it is the app client.
    if (name === 'aud' && claim !== facts.clientId) continue;
    set.set(name, claim);
    suppress.delete(name);
  }
}

function suppressClaims(token: TokenName, names: readonly string[] | undefined, changes: Changes): void {
  const { claims, suppress } = changes[token];
  for (const name of names ?? []) {
    if (whyNotSuppressed(name, token)) continue;
    suppress.add(name);
    claims.delete(name);
  }
}

function move(names: readonly string[] | undefined, to: Set<string>, from: Set<string>): void {
  for (const name of names ?? []) {
    to.add(name);
    from.delete(name);
  }
}

function changedGroups(change: NonNullable<Rule['groups']>, groups: readonly string[]): readonly string[] {
  if (Array.isArray(change)) return change;
  const removed = new Set(change.remove);
  return [...new Set([...groups, ...(change.add ?? [])])].filter((name) => !removed.has(name));
}

/** Version 1 customises the ID token with texts, and the groups of both tokens. */
function answerOfVersion1({ id, groups }: Changes, facts: TriggerFacts): Record<string, unknown> {
  const texts = [...id.claims].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    claimsOverrideDetails: {
      claimsToAddOrOverride: Object.fromEntries(texts) as Record<string, string>,
      claimsToSuppress: [...id.suppress],
      ...groupOverride(groups, facts),
    },
  };
}

function answerOfVersion2(changes: Changes, facts: TriggerFacts): Record<string, unknown> {
  const token = ({ claims, suppress }: TokenChanges) => ({
    claimsToAddOrOverride: Object.fromEntries(claims),
    claimsToSuppress: [...suppress],
  });
  return {
    claimsAndScopeOverrideDetails: {
      // A machine has no ID token.
      ...(!facts.isMachine && { idTokenGeneration: token(changes.id) }),
      accessTokenGeneration: {
        ...token(changes.access),
        scopesToAdd: [...changes.addScopes],
        scopesToSuppress: [...changes.suppressScopes],
      },
      ...groupOverride(changes.groups, facts),
    },
  };
}

/** Present only if a rule changed the groups: an empty object would remove all groups. */
function groupOverride(groups: readonly string[] | undefined, facts: TriggerFacts): Record<string, unknown> {
  if (groups === undefined) return {};
  const { iamRolesToOverride, preferredRole } = facts.groupConfiguration;
  return {
    groupOverrideDetails: {
      groupsToOverride: [...groups],
      ...(iamRolesToOverride !== undefined && { iamRolesToOverride }),
      ...(preferredRole !== undefined && { preferredRole }),
    },
  };
}
