/**
 * What would admit a caller that is refused. Of a list of names any one would do. It names only what the policy names.
 * What a caller cannot get is not among it: becoming a machine, losing a group, pleasing a predicate.
 */
export type Needs =
  | { readonly groups: readonly string[] }
  | { readonly scopes: readonly string[] }
  /** By the name of the claim: the values any of which would do, or what it has to contain. */
  | { readonly claims: Readonly<Record<string, unknown>> }
  | { readonly maxAge: number }
  | { readonly acr: readonly string[] }
  | { readonly anyOf: readonly Needs[] }
  | { readonly allOf: readonly Needs[] };
