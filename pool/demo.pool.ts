import { readFileSync } from 'node:fs';
import path from 'node:path';
import { triggerHandler } from '../trigger/handler';
import { readRules } from '../trigger/rules.reader';
import { demoCustomAuth } from './demo.custom-auth';
import { startEmbeddedPool, type EmbeddedPool, type EmbeddedPoolOptions } from './embedded-pool';
import { IdentityPoolStub } from './identity-pool/identity-pool';

const RULES = path.join(__dirname, '..', 'trigger', 'rules.yaml');

/**
 * Starts the pool of the demo: an embedded pool that also remembers devices, asks for a sum in CUSTOM_AUTH, and runs
 * the token trigger with the rules of `trigger/rules.yaml`.
 *
 * @throws RulesError if the rules cannot be read
 */
export function startDemoPool(options: EmbeddedPoolOptions): Promise<EmbeddedPool> {
  const { rules } = readRules(readFileSync(RULES, 'utf8'), 'trigger/rules.yaml');
  return startEmbeddedPool({
    ...options,
    config: { devices: 'USER_OPT_IN', ...options.config },
    customAuth: demoCustomAuth,
    trigger: triggerHandler(rules),
  });
}

/** Starts the identity pool of the demo. It accepts all app clients of the pool and guests, and its credentials are fake. */
export const startDemoIdentityPool = ({
  userPoolId,
  region,
  clients,
}: EmbeddedPool): Promise<IdentityPoolStub> =>
  IdentityPoolStub.start({
    userPoolId,
    region,
    clientIds: Object.values(clients).map(({ id }) => id),
    guests: true,
  });
