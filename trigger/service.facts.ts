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
      trustedClaims: trustedClaims(app.get(RoutePolicies)),
    }),
    [OrdersModule],
  );
}

/** The routes that trust a claim, by the claim. */
function trustedClaims(policies: RoutePolicies): Map<string, string[]> {
  const trusted = new Map<string, string[]>();
  for (const { method, path, policy } of policies.list()) {
    for (const claim of policy.kind === 'policy' ? claimsOf(policy.policy) : []) {
      trusted.set(claim, [...(trusted.get(claim) ?? []), `${method} ${path}`]);
    }
  }
  return trusted;
}

/** The claims that a policy reads. */
export function claimsOf(policy: Policy): string[] {
  switch (policy.kind) {
    case 'claim':
      return [policy.name];
    case 'anyOf':
    case 'allOf':
      return policy.policies.flatMap(claimsOf);
    case 'not':
      return claimsOf(policy.policy);
    default:
      return [];
  }
}
