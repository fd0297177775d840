/** An example of the callers that two policies treat in the same way. */
export interface ExampleCaller {
  /** `nobody`: a caller without a token. */
  readonly kind: 'user' | 'client' | 'nobody';
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
  /** The user pool if it matters. */
  readonly pool?: string;
  /** How long ago the person signed in if it matters. */
  readonly signedInSecondsAgo?: number;
  /** Further facts about the caller: their own parameters, and predicates that hold or do not hold. */
  readonly also: readonly string[];
}

export const PLAIN: ExampleCaller = { kind: 'user', groups: [], scopes: [], claims: {}, also: [] };

const KINDS = { user: 'a person', client: 'a machine', nobody: 'a caller without a token' } as const;

/** An example in words: "a person in group `admin` with scope `orders/read`". */
export function exampleText(caller: ExampleCaller): string {
  const { kind, groups, scopes, claims, pool, signedInSecondsAgo, also } = caller;
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}${names.length > 1 ? 's' : ''} ${names.map(quoted).join(', ')}`];
  return [
    KINDS[kind],
    ...list('in group', groups),
    ...list('with scope', scopes),
    ...Object.entries(claims).map(([name, value]) => `with claim ${quoted(name)} = ${JSON.stringify(value)}`),
    ...(pool === undefined ? [] : [`of user pool ${quoted(pool)}`]),
    ...(signedInSecondsAgo === undefined ? [] : [`signed in ${signedInSecondsAgo} seconds ago`]),
    ...(also.length > 0 ? [`where ${also.join(' and ')}`] : []),
  ].join(' ');
}

const quoted = (name: string): string => `\`${name}\``;
