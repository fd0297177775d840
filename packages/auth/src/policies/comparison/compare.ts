import { callerAxes, leavesOf, predicateIn, type Axis, type Option } from './caller-axes.ts';
import { TooManyCallers } from './claim-values.ts';
import { PLAIN, type ExampleCaller } from './example-caller.ts';
import { atomOf, formulaOf, holds, type Formula } from './formula.ts';
import type { PortablePolicy } from './portable-policy.ts';

/** Who may call a route, as JSON: anyone, or a token that the policy admits, if there is one. */
export type PortableAccess =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'token';
      readonly policy?: PortablePolicy | undefined;
      /** Further requirements of the route, each identified by its words. */
      readonly besides?: readonly string[] | undefined;
    };

/** How a newer policy differs from an older one, by the callers that they admit. */
export interface Comparison {
  readonly change: 'same' | 'wider' | 'narrower' | 'incomparable';
  /** A caller that the newer policy admits and the older one does not. */
  readonly admitted?: ExampleCaller;
  /** A caller that the older policy admits and the newer one does not. */
  readonly refused?: ExampleCaller;
  /** Why the policies cannot be compared. They are incomparable then, without examples. */
  readonly reason?: string;
}

/** Maximum number of callers to check, which takes about a second. */
const MAX_CALLERS = 300_000;

/**
 * Compares two policies by meaning, over every caller that they could distinguish. A machine has no groups, no
 * username and no sign-in. A predicate either holds or does not; a predicate that fails reveals no further
 * difference, because each predicate occurs once in a policy.
 */
export function comparePolicies(older: PortableAccess, newer: PortableAccess): Comparison {
  if (JSON.stringify(older) === JSON.stringify(newer)) return { change: 'same' };
  const accesses = [older, newer];
  const changed = changedPredicate(older, newer);
  if (changed !== undefined) return { change: 'incomparable', reason: changed };
  try {
    const leaves = accesses.flatMap(leavesIn);
    const axes = callerAxes(leaves, accesses.flatMap(besidesOf));
    return comparisonOf(new Search(axes, formula(older), formula(newer)).run());
  } catch (error) {
    if (!(error instanceof TooManyCallers)) throw error;
    return {
      change: 'incomparable',
      reason: 'cannot be compared: the policies distinguish too many callers',
    };
  }
}

const leavesIn = (access: PortableAccess) =>
  access.kind === 'token' && access.policy ? leavesOf(access.policy) : [];

const besidesOf = (access: PortableAccess): readonly string[] =>
  access.kind === 'token' ? (access.besides ?? []) : [];

function formula(access: PortableAccess): Formula {
  if (access.kind === 'public') return { all: [] };
  const besides = besidesOf(access).map((text) => ({ atom: atomOf.beside(text) }));
  const policy = access.policy ? [formulaOf(access.policy)] : [];
  return { all: [{ atom: atomOf.token }, ...policy, ...besides] };
}

/** The reason if one predicate has replaced another: nothing shows which callers each of them admits. */
function changedPredicate(older: PortableAccess, newer: PortableAccess): string | undefined {
  const [before, after] = [predicatesOf(older), predicatesOf(newer)];
  const removed = [...before.keys()].find((atom) => !after.has(atom));
  const added = [...after.keys()].find((atom) => !before.has(atom));
  if (removed === undefined || added === undefined) return undefined;
  return `cannot be compared: the predicate on the claim \`${after.get(added)}\` changed`;
}

const predicatesOf = (access: PortableAccess): ReadonlyMap<string, string> =>
  new Map(
    leavesIn(access).flatMap((leaf) =>
      leaf.kind === 'claim' && predicateIn(leaf.requirement)
        ? [[atomOf.claim(leaf.name, leaf.requirement), leaf.name] as const]
        : [],
    ),
  );

interface Found {
  readonly admitted: ExampleCaller | undefined;
  readonly refused: ExampleCaller | undefined;
}

function comparisonOf({ admitted, refused }: Found): Comparison {
  if (admitted && refused) return { change: 'incomparable', admitted, refused };
  if (admitted) return { change: 'wider', admitted };
  return refused ? { change: 'narrower', refused } : { change: 'same' };
}

const KINDS = ['nobody', 'user', 'client'] as const;

/** Searches for the simplest example in each direction. */
class Search {
  #found: { admitted?: readonly [number, ExampleCaller]; refused?: readonly [number, ExampleCaller] } = {};

  constructor(
    private readonly axes: readonly Axis[],
    private readonly older: Formula,
    private readonly newer: Formula,
  ) {
    const callers = axes.reduce((product, { options }) => product * options.length, 2);
    if (callers > MAX_CALLERS) throw new TooManyCallers();
  }

  /** @returns an example for each direction that has one. */
  run(): Found {
    for (const kind of KINDS) this.#walk(kind, 0, []);
    return { admitted: this.#found.admitted?.[1], refused: this.#found.refused?.[1] };
  }

  #walk(kind: (typeof KINDS)[number], index: number, chosen: readonly Option[]): void {
    const axis = this.axes[index];
    if (axis === undefined) return this.#look(kind, chosen);
    // A machine may have a claim of any name, even one that matters only for people.
    const hasIt = kind === 'user' || (kind === 'client' && !axis.personOnly);
    for (const option of hasIt ? axis.options : axis.options.slice(0, 1))
      this.#walk(kind, index + 1, [...chosen, option]);
  }

  #look(kind: (typeof KINDS)[number], chosen: readonly Option[]): void {
    const atoms = (name: string): boolean => {
      if (name === atomOf.token) return kind !== 'nobody';
      if (name === atomOf.machine) return kind === 'client';
      if (kind === 'client' && name.startsWith('acr ')) return false;
      return chosen.some((option) => option.atoms.get(name) === true);
    };
    const before = holds(this.older, atoms);
    const after = holds(this.newer, atoms);
    if (before === after) return;
    const direction = after ? 'admitted' : 'refused';
    const weight = chosen.filter((option, index) => option !== this.axes[index]?.options[0]).length;
    if (weight >= (this.#found[direction]?.[0] ?? Infinity)) return;
    const example = chosen.reduce<ExampleCaller>((to, { put }) => put(to), { ...PLAIN, kind });
    this.#found[direction] = [weight, example];
  }
}
