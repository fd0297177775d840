/**
 * What would admit a refused caller, in names from the policy. Any one name of a list is enough. It omits
 * what a caller cannot get: becoming a machine, losing a group, satisfying a predicate.
 */
export type Needs =
  | { readonly groups: readonly string[] }
  | { readonly scopes: readonly string[] }
  /** By the name of the claim: the sufficient values, or the value that it must contain. */
  | { readonly claims: Readonly<Record<string, unknown>> }
  | { readonly maxAge: number }
  | { readonly acr: readonly string[] }
  | { readonly anyOf: readonly Needs[] }
  | { readonly allOf: readonly Needs[] };
