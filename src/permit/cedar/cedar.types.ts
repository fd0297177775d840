/** A value of Cedar in its JSON form. Cedar has no fractions and no null. */
export type CedarValue =
  string | number | boolean | readonly CedarValue[] | { readonly [name: string]: CedarValue };

/** The type and id of an entity: `User::"pool|sub"`. */
export interface EntityId {
  readonly type: string;
  readonly id: string;
}

export interface Entity {
  readonly uid: EntityId;
  readonly attrs: Readonly<Record<string, CedarValue>>;
  readonly parents: readonly EntityId[];
}

/** An authorization request: may the principal perform the action on the resource? */
export interface Question {
  readonly principal: EntityId;
  readonly action: EntityId;
  readonly resource: EntityId;
  readonly context: Readonly<Record<string, CedarValue>>;
  readonly entities: readonly Entity[];
}

/** A decision of Cedar, with the policies that determined it. */
export interface Decision {
  readonly allowed: boolean;
  /** Ids of the determining policies. */
  readonly reasons: readonly string[];
  /** Errors of policies that could not be evaluated, or of the request itself. Any error means a refusal. */
  readonly errors: readonly string[];
}

/** The package, which is loaded when the first route uses it. */
export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');

/** Loads the package with its WebAssembly, which takes about 100 ms. */
export const loadCedar = (): Cedar => require('@cedar-policy/cedar-wasm/nodejs') as Cedar;
