import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CLIENTS } from '../pool/pool.facts';
import { DEFAULT_SEED } from '../pool/seed';
import { RULES_FILE } from './checked.rules';
import { readRules, RulesError } from './rules.reader';
import { makeEvent, simulate, type Subject } from './simulate';
import { report } from './simulate.report';

const HELP = `npm run trigger -- --user alice [--client <app client id>] [--source RefreshTokens] [--scopes a,b]
npm run trigger -- --machine [--client <app client id>] [--scopes a,b]
npm run trigger -- --event file.json

Runs the rules of the pre token generation trigger for a user of the demo, for a machine (client credentials), or for
an event as Cognito sends it. Prints the event, the answer, both tokens before and after, and what Cognito would drop.

  --user      a user of the demo: ${DEFAULT_SEED.users
    .slice(0, 3)
    .map(({ username }) => username)
    .join(', ')}, …
  --client    the app client; by default the demo's public client
  --machine   a token of client credentials
  --scopes    the scopes before the trigger, separated by commas
  --source    Authentication (default), HostedAuth, NewPasswordChallenge, AuthenticateDevice, RefreshTokens
  --event     a file with one event of version 1, 2 or 3
  --rules     another rules file than ${RULES_FILE}
  --json      prints { event, answer, before, after, dropped } as JSON`;

const OPTIONS = {
  user: { type: 'string' },
  client: { type: 'string' },
  machine: { type: 'boolean', default: false },
  scopes: { type: 'string' },
  source: { type: 'string' },
  event: { type: 'string' },
  rules: { type: 'string', default: RULES_FILE },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** Invalid arguments; the message explains the usage. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const { values } = parse();
  if (values.help) return console.log(HELP);
  const { rules } = readRules(readFileSync(values.rules, 'utf8'), values.rules);
  const simulation = await simulate(rules, eventOf(values));
  if (!values.json) return console.log(report(simulation));
  const { dropped, ...after } = simulation.after;
  console.log(JSON.stringify({ ...simulation, after, dropped }, null, 2));
}

function parse(): { values: Values } {
  try {
    return parseArgs({ options: OPTIONS });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function eventOf(values: Values): unknown {
  if (values.event !== undefined) return eventIn(values.event);
  if (values.user === undefined && !values.machine) {
    throw new UsageError(`Name a user, a machine or an event.\n\n${HELP}`);
  }
  const scopes = values.scopes?.split(',').filter((scope) => scope !== '');
  return makeEvent({
    userPoolId: 'us-east-1_LocalPool',
    clientId: values.client ?? (values.machine ? CLIENTS.confidential.id : CLIENTS.public.id),
    ...(values.machine ? {} : { user: userNamed(values.user ?? '') }),
    scopes: scopes ?? (values.machine ? [] : ['aws.cognito.signin.user.admin']),
    source: values.machine ? 'ClientCredentials' : (values.source ?? 'Authentication'),
  });
}

function eventIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

function userNamed(username: string): Subject {
  const user = DEFAULT_SEED.users.find((candidate) => candidate.username === username);
  if (!user) throw new UsageError(`The demo has no user ${username}.`);
  return user;
}

main().catch((error: unknown) => {
  const expected = error instanceof UsageError || error instanceof RulesError;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
});
