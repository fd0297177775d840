import { createHash } from 'node:crypto';
import { isClaimTest, type JsonValue } from '../claim-tests.ts';
import type { ClaimPredicate, ClaimRequirement, ClaimValue, OwnerBy, Policy } from '../policy.ts';

/** A predicate, identified by its position and its source. The variables that it captures are not compared. */
export interface PortablePredicate {
  /** `OrdersController.list` */
  readonly handler: string;
  /** Which predicate of the handler's policy it is, from 0. */
  readonly position: number;
  /** SHA-256 of the function's source, in hexadecimal. */
  readonly source: string;
}

/** A requirement on a claim as JSON. */
export type PortableRequirement =
  | { readonly values: readonly ClaimValue[] }
  | { readonly equals: JsonValue }
  | { readonly contains: readonly ClaimValue[] }
  | { readonly at: readonly string[]; readonly is: PortableRequirement }
  | { readonly predicate: PortablePredicate };

/** A policy as JSON: sorted, without functions and without `named()`. */
export type PortablePolicy =
  | { readonly kind: 'group' | 'scope'; readonly names: readonly string[] }
  | { readonly kind: 'claim'; readonly name: string; readonly requirement: PortableRequirement }
  | { readonly kind: 'owner'; readonly param: string; readonly by: OwnerBy }
  | { readonly kind: 'machine' }
  | { readonly kind: 'pool'; readonly name: string }
  | { readonly kind: 'maxAge'; readonly seconds: number }
  | { readonly kind: 'acr'; readonly values: readonly string[] }
  | { readonly kind: 'anyOf' | 'allOf'; readonly policies: readonly PortablePolicy[] }
  | { readonly kind: 'not'; readonly policy: PortablePolicy };

/**
 * Converts a resolved policy to JSON that is the same on every run.
 *
 * @param handler used to identify the predicates: `OrdersController.list`.
 */
export function toPortable(policy: Policy, handler: string): PortablePolicy {
  let position = 0;
  const predicate = (test: ClaimPredicate): PortablePredicate => ({
    handler,
    position: position++,
    source: createHash('sha256').update(String(test)).digest('hex'),
  });
  return portable(policy, predicate);
}

type Predicate = (test: ClaimPredicate) => PortablePredicate;

function portable(policy: Policy, predicate: Predicate): PortablePolicy {
  switch (policy.kind) {
    case 'group':
    case 'scope':
      return { kind: policy.kind, names: sorted(policy.names) };
    case 'claim':
      return { kind: 'claim', name: policy.name, requirement: requirement(policy.requirement, predicate) };
    case 'owner':
      return { kind: 'owner', param: policy.param, by: policy.by };
    case 'machine':
      return { kind: 'machine' };
    case 'pool':
      return { kind: 'pool', name: policy.name };
    case 'maxAge':
      return { kind: 'maxAge', seconds: policy.seconds };
    case 'acr':
      return { kind: 'acr', values: sorted(policy.values) };
    case 'anyOf':
    case 'allOf': {
      const [only, ...others] = sorted(policy.policies.map((part) => portable(part, predicate)));
      return only && others.length === 0
        ? only
        : { kind: policy.kind, policies: only ? [only, ...others] : [] };
    }
    case 'not':
      return { kind: 'not', policy: portable(policy.policy, predicate) };
    case 'named':
      throw new Error(`the policy ${policy.name} was not resolved`);
  }
}

function requirement(required: ClaimRequirement, predicate: Predicate): PortableRequirement {
  if (typeof required === 'function') return { predicate: predicate(required) };
  if (!isClaimTest(required)) return { values: sorted([required].flat()) };
  switch (required.test) {
    case 'equals':
      return { equals: required.value };
    case 'contains':
      return { contains: sorted(required.values) };
    case 'at':
      return { at: required.path, is: requirement(required.inner, predicate) };
  }
}

/** The items without duplicates, in the order of their JSON, which does not depend on the locale. */
function sorted<Item>(items: readonly Item[]): Item[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
