import type { Principal } from '../principal.ts';
import type { Policy } from './policy.ts';

/** A fresh or stronger sign-in that would admit a caller (RFC 9470 section 3). */
export interface StepUp {
  /** How long ago the person may have signed in, in seconds. */
  readonly maxAge?: number;
  /** Sufficient authentication context classes. */
  readonly acrValues?: readonly string[];
}

/**
 * Whether the person signed in at most `seconds` ago (`auth_time`), with the clock tolerance. Always false for a
 * machine.
 */
export function isFresh({ kind, claims }: Principal, seconds: number, tolerance: number): boolean {
  const { auth_time: at } = claims;
  if (kind !== 'user' || typeof at !== 'number') return false;
  const age = Date.now() / 1000 - at;
  return age <= seconds + tolerance && age >= -tolerance;
}

/**
 * Whether the person's sign-in has one of these authentication context classes (`acr`). Always false for a machine.
 */
export const isStrong = ({ kind, claims }: Principal, values: readonly unknown[]): boolean =>
  kind === 'user' && values.includes(claims.acr);

/**
 * The step-ups that could make a policy hold, in order; an empty step-up if it already holds.
 *
 * @param holds whether a part of the policy already holds for the caller.
 */
export function waysToStepUp(policy: Policy, holds: (part: Policy) => boolean): readonly StepUp[] {
  if (holds(policy)) return [{}];
  switch (policy.kind) {
    case 'maxAge':
      return [{ maxAge: policy.seconds }];
    case 'acr':
      return [{ acrValues: policy.values }];
    case 'anyOf':
      return policy.policies.flatMap((each) => waysToStepUp(each, holds));
    case 'allOf':
      return policy.policies
        .map((each) => waysToStepUp(each, holds))
        .reduce<readonly StepUp[]>(
          (ways, next) => ways.flatMap((one) => next.flatMap((other) => both(one, other))).slice(0, MAX_WAYS),
          [{}],
        );
    default:
      return [];
  }
}

/** Enough for realistic policies, and a limit for others. */
const MAX_WAYS = 16;

/** One step that is as fresh and as strong as both; none if no class is in both lists. */
function both(one: StepUp, other: StepUp): StepUp[] {
  const ages = [one.maxAge, other.maxAge].filter((age) => age !== undefined);
  const [first, second] = [one.acrValues ?? other.acrValues, other.acrValues];
  const acrValues = first?.filter((value) => second === undefined || second.includes(value));
  if (acrValues?.length === 0) return [];
  return [{ ...(ages.length > 0 && { maxAge: Math.min(...ages) }), ...(acrValues && { acrValues }) }];
}

/** The caller after the step-up. */
export function steppedUp(principal: Principal, { maxAge, acrValues }: StepUp): Principal {
  const claims = {
    ...principal.claims,
    ...(maxAge !== undefined && { auth_time: Date.now() / 1000 }),
    ...(acrValues && { acr: acrValues[0] }),
  };
  return { ...principal, claims };
}
