import { claimValues, meets } from './claim-values.ts';
import type { ExampleCaller } from './example-caller.ts';
import { atomOf } from './formula.ts';
import type { PortablePolicy, PortablePredicate, PortableRequirement } from './portable-policy.ts';

/**
 * One way in which callers can differ, with its options. The first option describes a caller without any
 * rights.
 */
export interface Axis {
  /** Whether it does not apply to machines. */
  readonly personOnly: boolean;
  readonly options: readonly Option[];
}

export interface Option {
  /** The values of the atoms that depend on this option; all others are false. */
  readonly atoms: ReadonlyMap<string, boolean>;
  /** Adds the option to an example caller. */
  readonly put: (example: ExampleCaller) => ExampleCaller;
}

/** A policy without parts. */
type PortableLeaf = Exclude<PortablePolicy, { kind: 'anyOf' | 'allOf' | 'not' }>;

export function leavesOf(policy: PortablePolicy): readonly PortableLeaf[] {
  switch (policy.kind) {
    case 'anyOf':
    case 'allOf':
      return policy.policies.flatMap(leavesOf);
    case 'not':
      return leavesOf(policy.policy);
    default:
      return [policy];
  }
}

const NOTHING: Option = { atoms: new Map(), put: (example) => example };

/** An axis for a name that a caller either has or lacks. */
const either = (atom: string, personOnly: boolean, put: Option['put']): Axis => ({
  personOnly,
  options: [NOTHING, { atoms: new Map([[atom, true]]), put }],
});

/** Every way in which callers can differ that matters to these policies, each once. */
export function callerAxes(leaves: readonly PortableLeaf[], besides: readonly string[]): readonly Axis[] {
  const axes = new Map<string, Axis>();
  for (const leaf of leaves) for (const [key, axis] of axesOf(leaf, leaves)) axes.set(key, axis);
  for (const text of besides)
    axes.set(
      `beside ${text}`,
      either(atomOf.beside(text), false, (to) => also(to, text)),
    );
  return [...axes.values()];
}

function axesOf(leaf: PortableLeaf, leaves: readonly PortableLeaf[]): [string, Axis][] {
  switch (leaf.kind) {
    case 'group':
      return leaf.names.map((name) => [
        `group ${name}`,
        either(atomOf.group(name), true, (to) => ({ ...to, groups: [...to.groups, name] })),
      ]);
    case 'scope':
      return leaf.names.map((name) => [
        `scope ${name}`,
        either(atomOf.scope(name), false, (to) => ({ ...to, scopes: [...to.scopes, name] })),
      ]);
    case 'owner': {
      const put = (to: ExampleCaller) => also(to, `the parameter \`${leaf.param}\` is their ${leaf.by}`);
      const isName = leaf.by === 'username';
      return [[`owner ${leaf.param} ${leaf.by}`, either(atomOf.owner(leaf.param, leaf.by), isName, put)]];
    }
    case 'pool':
      return [[leaf.kind, poolAxis(leaves)]];
    case 'maxAge':
      return [[leaf.kind, ageAxis(leaves)]];
    case 'acr':
    case 'claim': {
      const name = leaf.kind === 'acr' ? 'acr' : leaf.name;
      return [[`claim ${name}`, claimAxis(name, leaves)]];
    }
    case 'machine':
      return [];
  }
}

const also = (example: ExampleCaller, text: string): ExampleCaller => ({
  ...example,
  also: [...example.also, text],
});

/** A token belongs to one pool. */
function poolAxis(leaves: readonly PortableLeaf[]): Axis {
  const names = new Set(leaves.flatMap((leaf) => (leaf.kind === 'pool' ? [leaf.name] : [])));
  const options = [...names].map((name): Option => ({
    atoms: new Map([[atomOf.pool(name), true]]),
    put: (example) => ({ ...example, pool: name }),
  }));
  return { personOnly: false, options: [NOTHING, ...options] };
}

/** A sign-in that is fresh enough for one age is fresh enough for every longer one. */
function ageAxis(leaves: readonly PortableLeaf[]): Axis {
  const ages = [
    ...new Set(leaves.flatMap((leaf) => (leaf.kind === 'maxAge' ? [leaf.seconds] : []))),
  ].toSorted((a, b) => a - b);
  const options = ages.map((seconds, index): Option => ({
    atoms: new Map(ages.slice(index).map((age) => [atomOf.maxAge(age), true])),
    put: (example) => ({ ...example, signedInSecondsAgo: (seconds + (ages[index - 1] ?? 0)) / 2 }),
  }));
  return { personOnly: true, options: [NOTHING, ...options.toReversed()] };
}

/** An axis for the values of a claim. `acr()` reads the claim of that name, and only for people. */
function claimAxis(name: string, leaves: readonly PortableLeaf[]): Axis {
  const levels = name === 'acr' ? leaves.flatMap((leaf) => (leaf.kind === 'acr' ? leaf.values : [])) : [];
  const required = new Map(
    leaves.flatMap((leaf) =>
      leaf.kind === 'claim' && leaf.name === name
        ? [[atomOf.claim(name, leaf.requirement), leaf.requirement] as const]
        : [],
    ),
  );
  const values = claimValues([...required.values(), ...levels.map((level) => ({ values: [level] }))]);
  const options = values.flatMap((value) => {
    const atoms = new Map(levels.map((level) => [atomOf.acr(level), value === level]));
    const put = (example: ExampleCaller) =>
      value === undefined ? example : { ...example, claims: { ...example.claims, [name]: value } };
    return withPredicates([{ atoms, put }], required, value);
  });
  return { personOnly: false, options };
}

/** Multiplies the options by the outcomes of each predicate on the value: it holds or does not hold. */
function withPredicates(
  start: readonly Option[],
  required: ReadonlyMap<string, PortableRequirement>,
  value: unknown,
): readonly Option[] {
  return [...required].reduce((options, [atom, requirement]) => {
    const verdict = meets(requirement, value);
    const predicate = verdict === 'asked' ? predicateIn(requirement) : undefined;
    const answers = verdict === 'asked' ? [false, true] : [verdict];
    return options.flatMap(({ atoms, put }) =>
      answers.map((answer): Option => ({
        atoms: new Map([...atoms, [atom, answer]]),
        put: predicate ? (example) => also(put(example), predicateText(predicate, answer)) : put,
      })),
    );
  }, start);
}

/** The predicate at the end of a requirement; undefined if there is none. */
export function predicateIn(requirement: PortableRequirement): PortablePredicate | undefined {
  if ('predicate' in requirement) return requirement.predicate;
  return 'at' in requirement ? predicateIn(requirement.is) : undefined;
}

const predicateText = ({ handler, position }: PortablePredicate, holds: boolean): string =>
  `predicate ${position} of ${handler} ${holds ? 'holds' : 'does not hold'}`;
