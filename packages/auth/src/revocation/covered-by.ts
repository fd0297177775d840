import { keyOf } from './revocation-key.ts';
import type { TimedRevocation } from './revocation.ts';

/** Like `keyOf`, including the pool. */
export const keyInPool = ({ revocation }: Pick<TimedRevocation, 'revocation'>): string =>
  `${revocation.pool ?? ''} ${keyOf(revocation)}`;

/**
 * Creates a test for whether `others` cover a revocation: they contain it with the same or a later time, or
 * the cutoff of its pool refuses every token it concerns.
 *
 * @param tolerance clock tolerance in seconds.
 */
export function coveredBy(
  others: readonly TimedRevocation[],
  tolerance: number,
): (revocation: TimedRevocation) => boolean {
  const times = new Map(others.map((each) => [keyInPool(each), each.at]));
  return (each) => {
    const { pool } = each.revocation;
    const cutoff = times.get(keyInPool({ revocation: { kind: 'all', pool } })) ?? -Infinity;
    return each.at <= cutoff - tolerance || each.at <= (times.get(keyInPool(each)) ?? -Infinity);
  };
}
