import { acceptor } from '../claim-requirement.ts';
import type { ClaimRequirement, ClaimValue } from '../policy.ts';
import type { PortableRequirement } from './portable-policy.ts';

/** Stands for every value that no requirement names. */
const OTHER = 'another value';
/** More values than any real policy names. With more, policies are not compared. */
const MAX_VALUES = 4096;

/** The two policies distinguish too many callers to check all of them. */
export class TooManyCallers extends Error {}

/**
 * Values of a claim that cover every combination of requirements that a value can meet. `undefined` stands
 * for an absent claim.
 *
 * @throws TooManyCallers
 */
export function claimValues(requirements: readonly PortableRequirement[]): readonly unknown[] {
  const named = requirements.flatMap((required): readonly unknown[] => {
    if ('values' in required) return required.values;
    return 'equals' in required ? [required.equals] : [];
  });
  const inLists = new Set(
    requirements.flatMap((required) => ('contains' in required ? required.contains : [])),
  );
  const values = [undefined, OTHER, ...named, ...listsOf([...inLists]), ...objectsOf(requirements)];
  if (values.length > MAX_VALUES) throw new TooManyCallers();
  const bySignature = new Map<string, unknown>();
  for (const value of values) {
    const signature = requirements.map((required) => String(meets(required, value))).join();
    if (!bySignature.has(signature)) bySignature.set(signature, value);
  }
  return [...bySignature.values()];
}

/** A list of each subset of the values, plus one other value so that no list equals a list in a requirement. */
function listsOf(values: readonly ClaimValue[]): readonly unknown[] {
  if (values.length > 10) throw new TooManyCallers();
  return values.reduce<readonly unknown[][]>(
    (lists, value) => lists.flatMap((list) => [list, [value, ...list]]),
    [[OTHER]],
  );
}

/** An object with each combination of values for the named members, plus one other member. */
function objectsOf(requirements: readonly PortableRequirement[]): readonly unknown[] {
  const byMember = new Map<string, PortableRequirement[]>();
  for (const required of requirements) {
    if (!('at' in required)) continue;
    const [name = '', ...rest] = required.at;
    const inner = rest.length === 0 ? required.is : { at: rest, is: required.is };
    byMember.set(name, [...(byMember.get(name) ?? []), inner]);
  }
  return [...byMember].reduce<readonly object[]>(
    (objects, [name, inner]) => {
      const next = claimValues(inner).flatMap((value) =>
        objects.map((object) => ({ ...object, [name]: value })),
      );
      if (next.length > MAX_VALUES) throw new TooManyCallers();
      return next;
    },
    [{ [OTHER]: true }],
  );
}

/** Whether a value meets a requirement; `'asked'` if a predicate decides. It uses the guard's own acceptor. */
export function meets(required: PortableRequirement, value: unknown): boolean | 'asked' {
  if (value === undefined) return false;
  return acceptor(withAsking(required))(value, {}) as boolean | 'asked';
}

function withAsking(required: PortableRequirement): ClaimRequirement {
  if ('values' in required) return required.values;
  if ('equals' in required) return { test: 'equals', value: required.equals };
  if ('contains' in required) return { test: 'contains', values: required.contains };
  if ('at' in required) return { test: 'at', path: required.at, inner: withAsking(required.is) };
  return (() => 'asked') as unknown as () => boolean;
}
