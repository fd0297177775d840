import { coveredBy, keyInPool } from './covered-by.ts';
import type { Revocation, TimedRevocation } from './revocation.ts';

const user = (pool?: string): Revocation => ({
  kind: 'user',
  sub: 'a',
  reason: 'revoked',
  ...(pool !== undefined && { pool }),
});
const at = (revocation: Revocation, seconds: number): TimedRevocation => ({ revocation, at: seconds });
const all = (pool?: string): Revocation => ({ kind: 'all', ...(pool !== undefined && { pool }) });

describe('coveredBy', () => {
  it.each<[string, TimedRevocation, TimedRevocation[], boolean]>([
    ['none', at(user(), 100), [], false],
    ['the same', at(user(), 100), [at(user(), 100)], true],
    ['a later one', at(user(), 100), [at(user(), 101)], true],
    ['an earlier one', at(user(), 100), [at(user(), 99)], false],
    ['the same of another pool', at(user(), 100), [at(user('staff'), 200)], false],
    ['the same of its own pool', at(user('staff'), 100), [at(user('staff'), 100)], true],
    ['a cutoff beyond the tolerance', at(user(), 100), [at(all(), 106)], true],
    ['a cutoff at the tolerance', at(user(), 100), [at(all(), 105)], true],
    ['a cutoff within the tolerance', at(user(), 100), [at(all(), 104)], false],
    ['a cutoff of another pool', at(user(), 100), [at(all('staff'), 200)], false],
    ['a cutoff of its pool', at(user('staff'), 100), [at(all('staff'), 200)], true],
    ['a cutoff of the first pool', at(user('staff'), 100), [at(all(), 200)], false],
  ])('decides whether %s covers the revocation', (_, revocation, others, expected) => {
    expect(coveredBy(others, 5)(revocation)).toBe(expected);
  });

  it('compares revocations within their pool', () => {
    expect(keyInPool({ revocation: user('staff') })).toBe('staff ["user","a","revoked"]');
    expect(keyInPool({ revocation: user() })).toBe(' ["user","a","revoked"]');
  });
});
