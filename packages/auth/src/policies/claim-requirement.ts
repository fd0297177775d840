import type { TokenClaims } from '../principal.ts';
import { isClaimTest, isSame, valueAt } from './claim-tests.ts';
import type { ClaimRequirement } from './policy.ts';

/** Whether a value meets a requirement; any result other than a boolean means unknown. */
type Acceptor = (value: unknown, claims: TokenClaims) => unknown;

/** A compiled requirement. It throws if a predicate throws. */
export function acceptor(requirement: ClaimRequirement): Acceptor {
  if (typeof requirement === 'function') return requirement;
  if (!isClaimTest(requirement)) {
    const values: readonly unknown[] = Array.isArray(requirement) ? requirement : [requirement];
    return (value) => values.includes(value);
  }
  switch (requirement.test) {
    case 'equals':
      return (value) => isSame(value, requirement.value);
    case 'contains':
      return (value) => Array.isArray(value) && requirement.values.some((each) => value.includes(each));
    case 'at': {
      const accepts = acceptor(requirement.inner);
      return (value, claims) => {
        const found = valueAt(value, requirement.path);
        return found === undefined ? false : accepts(found, claims);
      };
    }
  }
}
