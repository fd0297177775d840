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

/** One question: may the principal do the action to the resource? */
export interface Question {
  readonly principal: EntityId;
  readonly action: EntityId;
  readonly resource: EntityId;
  readonly context: Readonly<Record<string, CedarValue>>;
  readonly entities: readonly Entity[];
}

/** What Cedar decided, with the policies that decided it. */
export interface Decision {
  readonly allowed: boolean;
  /** Ids of the policies that decided. */
  readonly reasons: readonly string[];
  /** Policies that could not be evaluated, or why the question itself could not be. Any of them means a refusal. */
  readonly errors: readonly string[];
}

/** The package, which is loaded when the first route uses it. */
export type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');

/** Loads the package with its WebAssembly, which takes about 100 ms. */
export const loadCedar = (): Cedar => require('@cedar-policy/cedar-wasm/nodejs') as Cedar;
