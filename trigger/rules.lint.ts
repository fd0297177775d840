import { isScope, whyNotCarried, whyNotSet, whyNotSuppressed, type TokenName } from './claims';
import { dotted, type PathInFile, type RulesFile } from './rules.reader';
import type { ClaimValue, Rule } from './rules.schema';
import { constantsOf, originOf } from './values';

/** The facts about the service against which the rules are checked. */
export interface ServiceFacts {
  readonly adminGroup: string;
  /** `SELF_WRITABLE_ATTRIBUTES`: what a caller may write through the service. */
  readonly selfWritable: ReadonlySet<string>;
  /** Claims that the policy of a route trusts, each with the routes. */
  readonly trustedClaims: ReadonlyMap<string, readonly string[]>;
  /** The same for scopes and groups. */
  readonly trustedScopes: ReadonlyMap<string, readonly string[]>;
  readonly trustedGroups: ReadonlyMap<string, readonly string[]>;
}

/**
 * The faults of well-formed rules, one `file:line: message` each.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function lintRules({ rules, place }: RulesFile, service: ServiceFacts): string[] {
  const problems: string[] = [];
  const report = (path: PathInFile, message: string): void => {
    problems.push(`${place(path)}: ${dotted(path)}: ${message}`);
  };
  for (const [index, rule] of rules.entries()) {
    const path = ['rules', index];
    lintClaims('access', rule.access?.claims, [...path, 'access', 'claims'], service, report);
    lintClaims('id', rule.id?.claims, [...path, 'id', 'claims'], service, report);
    lintSuppressed('access', rule.access?.suppress, [...path, 'access', 'suppress'], report);
    lintSuppressed('id', rule.id?.suppress, [...path, 'id', 'suppress'], report);
    for (const member of ['addScopes', 'suppressScopes'] as const) {
      for (const scope of rule.access?.[member] ?? []) {
        if (!isScope(scope))
          report([...path, 'access', member], `"${scope}" is not a scope (a scope has no space)`);
      }
    }
    lintGroups(rule, path, service, report);
    lintCondition(rule, path, service, report);
  }
  return problems;
}

type Report = (path: PathInFile, message: string) => void;

function lintClaims(
  token: TokenName,
  claims: Readonly<Record<string, ClaimValue>> | undefined,
  path: PathInFile,
  service: ServiceFacts,
  report: Report,
): void {
  for (const [name, value] of Object.entries(claims ?? {})) {
    const here = [...path, name];
    const wrong = whyNotSet(name, token);
    if (wrong !== undefined) report(here, wrong);
    for (const constant of constantsOf(value)) {
      const why = whyNotCarried(name, constant, token);
      if (why !== undefined) report(here, why);
    }
    if (token === 'access') lintSource(name, value, here, service, report);
  }
}

/** A condition on a value that the caller can write would let the caller choose the claim, the scope or the group. */
function lintCondition(rule: Rule, path: PathInFile, service: ServiceFacts, report: Report): void {
  const writable = Object.keys(rule.when?.attributes ?? {}).filter((name) => service.selfWritable.has(name));
  for (const [what, routes] of writable.length > 0 ? trustedChanges(rule, service) : []) {
    for (const name of writable) {
      report(
        [...path, 'when', 'attributes', name],
        `${routes.join(', ')} trusts the ${what}, but the caller may write the attribute ${name} (SELF_WRITABLE_ATTRIBUTES)`,
      );
    }
  }
}

/** What a rule changes of the things that routes trust, each with the routes. */
function trustedChanges(
  { access, groups }: Rule,
  { trustedClaims, trustedScopes, trustedGroups }: ServiceFacts,
): [what: string, routes: readonly string[]][] {
  const changed = (kind: string, names: readonly string[], trusted: ServiceFacts['trustedClaims']) =>
    names.flatMap((name): [string, readonly string[]][] => {
      const routes = trusted.get(name);
      return routes ? [[`${kind} ${name}`, routes]] : [];
    });
  const { claims = {}, suppress = [], addScopes = [], suppressScopes = [] } = access ?? {};
  // A list of groups replaces all of them.
  const changedGroups = Array.isArray(groups)
    ? [...trustedGroups.keys()]
    : [...(groups?.add ?? []), ...(groups?.remove ?? [])];
  return [
    ...changed('claim', [...Object.keys(claims), ...suppress], trustedClaims),
    ...changed('scope', [...addScopes, ...suppressScopes], trustedScopes),
    ...changed('group', changedGroups, trustedGroups),
  ];
}

/** A claim that opens a route must not come from a value that the caller can write. */
function lintSource(
  name: string,
  value: ClaimValue,
  path: PathInFile,
  service: ServiceFacts,
  report: Report,
): void {
  const routes = service.trustedClaims.get(name);
  if (!routes) return;
  const { origin, name: source = '' } = originOf(value);
  const writer =
    origin === 'clientMetadata'
      ? `client metadata ${source}, which the caller chooses`
      : origin === 'attribute' && service.selfWritable.has(source)
        ? `the attribute ${source}, which the caller may write (SELF_WRITABLE_ATTRIBUTES)`
        : undefined;
  if (writer) report(path, `${routes.join(', ')} trusts this claim, but it comes from ${writer}`);
}

function lintSuppressed(
  token: TokenName,
  names: readonly string[] | undefined,
  path: PathInFile,
  report: Report,
): void {
  for (const name of names ?? []) {
    const why = whyNotSuppressed(name, token);
    if (why !== undefined) report(path, why);
  }
}

function lintGroups(rule: Rule, path: PathInFile, { adminGroup }: ServiceFacts, report: Report): void {
  const given = Array.isArray(rule.groups) ? rule.groups : (rule.groups?.add ?? []);
  if (given.includes(adminGroup) && rule.allowAdminGroup !== true) {
    report(
      [...path, 'groups'],
      `puts people into ${adminGroup}, whose members manage all users; set allowAdminGroup: true if that is intended`,
    );
  }
}

/** The attributes that determine the content of tokens: no app client should be able to write them. */
export function decidingAttributes(rules: readonly Rule[]): string[] {
  const names = new Set<string>();
  for (const { when, access, groups } of rules) {
    for (const value of Object.values(access?.claims ?? {})) {
      const { origin, name } = originOf(value);
      if (origin === 'attribute' && name !== undefined) names.add(name);
    }
    const decides = access !== undefined || groups !== undefined;
    for (const name of decides ? Object.keys(when?.attributes ?? {}) : []) names.add(name);
  }
  return [...names].toSorted();
}
