/** One rule of a role mapping. */
export interface RoleRule {
  readonly claim: string;
  readonly match: 'Equals' | 'NotEqual' | 'StartsWith' | 'Contains';
  readonly value: string;
  readonly role: string;
}

/** How an identity pool chooses the role of a signed-in user. */
export interface RoleMapping {
  /** The default role. */
  readonly authenticated?: string;
  readonly type?: 'Token' | 'Rules';
  readonly rules?: readonly RoleRule[];
  /** What happens if the token or the rules choose no role. */
  readonly ambiguous?: 'AuthenticatedRole' | 'Deny';
}

/** The chosen role, or the exception if there is none. */
interface ChosenRole {
  readonly role?: string;
  readonly denied?: string;
  readonly message?: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html */
export function roleOf(claims: Claims, mapping: RoleMapping = {}, custom?: string): ChosenRole {
  if (custom !== undefined) {
    return rolesIn(claims).includes(custom)
      ? { role: nameOf(custom) }
      : { denied: 'NotAuthorizedException', message: 'The token does not list the custom role.' };
  }
  const chosen = chosenBy(claims, mapping);
  if (chosen !== undefined) return { role: nameOf(chosen) };
  if (mapping.ambiguous === 'Deny')
    return { denied: 'NotAuthorizedException', message: 'The role is ambiguous.' };
  return mapping.authenticated === undefined && mapping.type !== undefined
    ? { denied: 'InvalidIdentityPoolConfigurationException', message: 'No role is mapped.' }
    : { role: nameOf(mapping.authenticated ?? 'Authenticated') };
}

function chosenBy(claims: Claims, { type, rules = [] }: RoleMapping): string | undefined {
  if (type === 'Rules') return rules.find((rule) => matches(rule, claims[rule.claim]))?.role;
  if (type !== 'Token') return undefined;
  const preferred = claims['cognito:preferred_role'];
  if (typeof preferred === 'string') return preferred;
  const roles = rolesIn(claims);
  return roles.length === 1 ? roles[0] : undefined;
}

/** A rule on a claim that the token lacks does not match, not even `NotEqual`. */
function matches({ match, value }: RoleRule, claim: unknown): boolean {
  if (claim === undefined) return false;
  const text = Array.isArray(claim)
    ? claim.join(',')
    : typeof claim === 'string'
      ? claim
      : JSON.stringify(claim);
  switch (match) {
    case 'Equals':
      return text === value;
    case 'NotEqual':
      return text !== value;
    case 'StartsWith':
      return text.startsWith(value);
    case 'Contains':
      return text.includes(value);
  }
}

const rolesIn = (claims: Claims): readonly string[] =>
  Array.isArray(claims['cognito:roles']) ? (claims['cognito:roles'] as string[]) : [];

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
