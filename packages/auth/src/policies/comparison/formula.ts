import type { PortablePolicy } from './portable-policy.ts';

/** A policy as a formula over atoms, which are facts about a caller: true or false. */
export type Formula =
  | { readonly atom: string }
  | { readonly any: readonly Formula[] }
  | { readonly all: readonly Formula[] }
  | { readonly not: Formula };

export const atomOf = {
  token: 'token',
  machine: 'machine',
  group: (name: string) => `group ${name}`,
  scope: (name: string) => `scope ${name}`,
  claim: (name: string, requirement: unknown) => `claim ${JSON.stringify([name, requirement])}`,
  owner: (param: string, by: string) => `owner ${param} ${by}`,
  pool: (name: string) => `pool ${name}`,
  maxAge: (seconds: number) => `maxAge ${seconds}`,
  acr: (value: string) => `acr ${value}`,
  beside: (text: string) => `beside ${text}`,
} as const;

const atom = (name: string): Formula => ({ atom: name });

/** The formula of a policy. A list of names means any of them. */
export function formulaOf(policy: PortablePolicy): Formula {
  switch (policy.kind) {
    case 'group':
      return { any: policy.names.map((name) => atom(atomOf.group(name))) };
    case 'scope':
      return { any: policy.names.map((name) => atom(atomOf.scope(name))) };
    case 'claim':
      return atom(atomOf.claim(policy.name, policy.requirement));
    case 'owner':
      return atom(atomOf.owner(policy.param, policy.by));
    case 'machine':
      return atom(atomOf.machine);
    case 'pool':
      return atom(atomOf.pool(policy.name));
    case 'maxAge':
      return atom(atomOf.maxAge(policy.seconds));
    case 'acr':
      return { any: policy.values.map((value) => atom(atomOf.acr(value))) };
    case 'anyOf':
      return { any: policy.policies.map(formulaOf) };
    case 'allOf':
      return { all: policy.policies.map(formulaOf) };
    case 'not':
      return { not: formulaOf(policy.policy) };
  }
}

/** Whether a formula holds for a caller with these facts. */
export function holds(formula: Formula, atoms: (name: string) => boolean): boolean {
  if ('atom' in formula) return atoms(formula.atom);
  if ('not' in formula) return !holds(formula.not, atoms);
  return 'any' in formula
    ? formula.any.some((part) => holds(part, atoms))
    : formula.all.every((part) => holds(part, atoms));
}
