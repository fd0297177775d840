import { isClaimTest, type ClaimTest } from './claim-tests.ts';
import { PolicyError } from './policy.error.ts';
import type { ClaimRequirement } from './policy.ts';

/**
 * @throws PolicyError for an invalid requirement on a claim, or one that no token can meet.
 */
export function checkClaim(name: string, requirement: ClaimRequirement): void {
  if (typeof name !== 'string' || name === '') throw new PolicyError('claim() needs the name of a claim');
  checkRequirement(`claim(${name})`, requirement);
}

function checkRequirement(what: string, requirement: ClaimRequirement): void {
  if (typeof requirement === 'function') return;
  if (isClaimTest(requirement)) return checkTest(what, requirement);
  checkValues(what, Array.isArray(requirement) ? requirement : [requirement]);
}

function checkTest(what: string, test: ClaimTest): void {
  switch (test.test) {
    case 'equals':
      if (!isJson(test.value)) throw new PolicyError(`${what} compares with a value that JSON cannot carry`);
      return;
    case 'contains':
      return checkValues(what, test.values);
    case 'at':
      if (test.path.length === 0 || test.path.some((name) => typeof name !== 'string' || name === ''))
        throw new PolicyError(`${what} has a path with an empty name`);
      return checkRequirement(`${what} at ${test.path.join('.')}`, test.inner);
    default:
      throw new PolicyError(`${what} has an invalid requirement`);
  }
}

function checkValues(what: string, values: readonly unknown[]): void {
  if (values.length === 0) throw new PolicyError(`${what} has an empty list`);
  const comparable = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  if (!values.every(comparable) || values.some(Number.isNaN)) {
    throw new PolicyError(`${what} compares with a value that is not a string, number or boolean`);
  }
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}
