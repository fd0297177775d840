import { RoutePolicies, type Policy } from 'lifeguard-auth';
import { OrdersModule } from '../examples/orders/orders.module';
import { withOfflineApp } from '../src/offline-app';
import type { ServiceFacts } from './rules.lint';

/** What the rules are checked against, read from the settings and from the application's own routes. */
export function serviceFacts(): Promise<ServiceFacts> {
  // The example module of the demo has routes that trust claims, too.
  return withOfflineApp(
    (app, { access }) => ({
      adminGroup: access.adminGroup,
      selfWritable: access.selfWritableAttributes,
      trustedClaims: trustedBy(app.get(RoutePolicies), claimsOf),
      trustedScopes: trustedBy(app.get(RoutePolicies), (policy) => namesOf('scope', policy)),
      trustedGroups: trustedBy(app.get(RoutePolicies), (policy) => namesOf('group', policy)),
    }),
    [OrdersModule],
  );
}

/** The routes whose policy reads a name, by the name. */
function trustedBy(policies: RoutePolicies, namesIn: (policy: Policy) => string[]): Map<string, string[]> {
  const trusted = new Map<string, string[]>();
  for (const { method, path, policy } of policies.list()) {
    for (const name of policy.kind === 'policy' ? new Set(namesIn(policy.policy)) : []) {
      trusted.set(name, [...(trusted.get(name) ?? []), `${method} ${path}`]);
    }
  }
  return trusted;
}

/** The claims that a policy reads. */
const claimsOf = (policy: Policy): string[] =>
  partsOf(policy).flatMap((part) => (part.kind === 'claim' ? part.name : []));

/** The scopes or the groups that a policy names. */
const namesOf = (kind: 'scope' | 'group', policy: Policy): string[] =>
  partsOf(policy).flatMap((part) => (part.kind === kind ? part.names : []));

/** The requirements that a policy is composed of. */
function partsOf(policy: Policy): Policy[] {
  switch (policy.kind) {
    case 'anyOf':
    case 'allOf':
      return policy.policies.flatMap(partsOf);
    case 'not':
      return partsOf(policy.policy);
    default:
      return [policy];
  }
}
