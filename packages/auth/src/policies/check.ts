import { checkClaim } from './check-claim.ts';
import { PolicyError } from './policy.error.ts';
import type { Policy } from './policy.ts';

/** What a policy is checked against. */
export interface RouteFacts {
  /** The parameters of the route. */
  readonly params: ReadonlySet<string>;
  /** Definition of each `named()` policy. */
  readonly named: Readonly<Record<string, Policy>>;
  /** The names of the user pools in order; empty if the application has one pool. */
  readonly pools?: readonly string[];
  /** For `maxAge()`, in seconds. Default: 0. */
  readonly clockTolerance?: number;
}

/** RFC 6749 section 3.3, `scope-token`. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The policy with its names resolved.
 *
 * @throws PolicyError with the fault.
 */
export function checkPolicy(policy: Policy, route: RouteFacts): Policy {
  // Policies may come from plain JavaScript or a circular import, so don't trust the static type.
  const given: unknown = policy;
  if (typeof given !== 'object' || given === null) {
    throw new PolicyError(`${JSON.stringify(given)} is not a policy`);
  }
  switch (policy.kind) {
    case 'group':
      checkNames('group()', policy.names, (name) => name !== '');
      return policy;
    case 'scope':
      checkNames('scope()', policy.names, (name) => SCOPE_TOKEN.test(name));
      return policy;
    case 'claim':
      checkClaim(policy.name, policy.requirement);
      return policy;
    case 'owner':
      return checkOwner(policy, route);
    case 'machine':
      return policy;
    case 'pool':
      return checkPool(policy, route);
    case 'maxAge':
      if (!Number.isSafeInteger(policy.seconds) || policy.seconds < 1)
        throw new PolicyError('maxAge() needs a whole number of seconds, at least 1');
      return policy;
    case 'acr':
      checkNames('acr()', policy.values, (name) => SCOPE_TOKEN.test(name));
      return policy;
    case 'anyOf':
    case 'allOf':
      if (policy.policies.length === 0) throw new PolicyError(`${policy.kind}() has an empty list`);
      return { ...policy, policies: policy.policies.map((each) => checkPolicy(each, route)) };
    case 'not':
      return { ...policy, policy: checkPolicy(policy.policy, route) };
    case 'named':
      return resolve(policy.name, route);
    default:
      throw new PolicyError(`${JSON.stringify(policy)} is not a policy`);
  }
}

function checkNames(what: string, names: readonly unknown[], isRight: (name: string) => boolean): void {
  if (names.length === 0) throw new PolicyError(`${what} has an empty list`);
  const wrong = names.find((name) => typeof name !== 'string' || !isRight(name));
  if (wrong !== undefined || names.includes(undefined)) {
    throw new PolicyError(`${what} has a name that no token can carry: ${JSON.stringify(wrong)}`);
  }
}

function checkOwner(policy: Extract<Policy, { kind: 'owner' }>, route: RouteFacts): Policy {
  if (!route.params.has(policy.param)) {
    throw new PolicyError(`owner(${policy.param}) names a parameter that the route lacks`);
  }
  if (policy.by !== 'sub' && policy.by !== 'username') {
    throw new PolicyError(`owner(${policy.param}) compares by sub or by username`);
  }
  return policy;
}

function checkPool(policy: Extract<Policy, { kind: 'pool' }>, { pools = [] }: RouteFacts): Policy {
  if (!pools.includes(policy.name)) {
    throw new PolicyError(
      `pool(${policy.name}) is not one of userPools: ${pools.join(', ') || 'there are none'}`,
    );
  }
  return policy;
}

function resolve(name: string, route: RouteFacts): Policy {
  const definition = Object.hasOwn(route.named, name) ? route.named[name] : undefined;
  if (!definition) throw new PolicyError(`named(${name}) is not defined in this application`);
  // A definition may not use names, so that none can refer to itself.
  return checkPolicy(definition, { ...route, named: {} });
}
