import { RoutePolicies, type Policy } from 'lifeguard-auth';
import { OrdersModule } from '../examples/orders/orders.module';
import { createApp } from '../src/app';
import { readEnvironment } from '../src/config/environment';
import { parseSettings } from '../src/config/settings';
import { createLogger } from '../src/log/logger';
import type { ServiceFacts } from './rules.lint';

/**
 * Placeholders for settings that a start requires and the policies do not use: no port is opened and no
 * pool is called.
 */
const PLACEHOLDERS = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_placeholder',
  COGNITO_CLIENT_IDS: 'placeholder',
};

/** What the rules are checked against, read from the settings and from the application's own routes. */
export async function serviceFacts(): Promise<ServiceFacts> {
  const set = Object.entries(readEnvironment()).filter(([, value]) => value);
  const settings = parseSettings({ ...PLACEHOLDERS, ...Object.fromEntries(set) });
  // The example module of the demo has routes that trust claims, too.
  const app = await createApp(settings, createLogger('silent'), [OrdersModule]);
  const trusted = new Map<string, string[]>();
  for (const { method, path, policy } of app.get(RoutePolicies).list()) {
    for (const claim of policy.kind === 'policy' ? claimsOf(policy.policy) : []) {
      trusted.set(claim, [...(trusted.get(claim) ?? []), `${method} ${path}`]);
    }
  }
  await app.close();
  return {
    adminGroup: settings.access.adminGroup,
    selfWritable: settings.access.selfWritableAttributes,
    trustedClaims: trusted,
  };
}

/** The claims that a policy looks at. */
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
