import { readFileSync } from 'node:fs';
import type { Principal } from 'lifeguard-auth';
import { CLIENTS } from '../pool/pool.facts';
import { DEFAULT_SEED } from '../pool/seed';
import { readRules } from '../trigger/rules.reader';
import { makeEvent, simulate } from '../trigger/simulate';

/** An unknown user of the demo. */
export class UnknownSubject extends Error {}

/** The subject of a decision, and claims to change in the token. */
export interface Subject {
  readonly user?: string;
  readonly machine?: boolean;
  readonly groups?: readonly string[];
  readonly scopes?: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

const RULES_FILE = 'trigger/rules.yaml';

/**
 * The principal of a user of the demo, with the token that the rules of the trigger produce.
 *
 * @throws UnknownSubject if the demo has no such user
 */
export async function principalOf(subject: Subject, userPoolId: string): Promise<Principal> {
  const { user, machine = false, claims = {} } = subject;
  const seeded = machine ? undefined : DEFAULT_SEED.users.find(({ username }) => username === user);
  if (!machine && !seeded) throw new UnknownSubject(`The demo has no user ${String(user)}.`);
  const event = makeEvent({
    userPoolId,
    clientId: machine ? CLIENTS.confidential.id : CLIENTS.public.id,
    ...(seeded && { user: { ...seeded, groups: subject.groups ?? seeded.groups } }),
    scopes: subject.scopes ?? (machine ? [] : ['aws.cognito.signin.user.admin']),
    source: machine ? 'ClientCredentials' : 'Authentication',
  });
  const { rules } = readRules(readFileSync(RULES_FILE, 'utf8'), RULES_FILE);
  const { access } = (await simulate(rules, event)).after;
  return toPrincipal({ ...access, ...claims }, machine);
}

function toPrincipal(claims: Readonly<Record<string, unknown>>, machine: boolean): Principal {
  const { sub, client_id: clientId, username, scope } = claims;
  const groups = claims['cognito:groups'];
  return {
    kind: machine ? 'client' : 'user',
    sub: String(sub),
    ...(typeof username === 'string' && { username }),
    clientId: String(clientId),
    groups: Array.isArray(groups) ? (groups as string[]) : [],
    scopes: typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [],
    claims,
  };
}
