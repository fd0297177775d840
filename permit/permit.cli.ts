import { parseArgs } from 'node:util';
import { StartupError } from '../src/config/startup-error';
import { CaseError, runCases } from './cases';
import { attributesOf, decide, POOL_ID, QuestionError, resourceOf } from './decide';
import { principalOf, UnknownSubject } from './subject';

const HELP = `npm run permit -- --user alice --action orders:read --resource Order:7 [--attributes '{"buyer":"User:alice"}']
npm run permit -- --test policies/*.test.yaml

Asks the Cedar policies in the folder policies whether a user of the demo may perform an action on a resource, and
prints the decision with the policies that determined it. The user's token is the one that the rules of the trigger
produce.

  --user        a user of the demo: alice, bob, root, …
  --machine     a machine (client credentials) instead of a user
  --groups      the groups instead of those of the user, separated by commas
  --scopes      the scopes of the token, separated by commas
  --claims      claims to add to the token, as JSON
  --action      the action, as in @Permit
  --resource    type and id of the resource
  --attributes  the attributes of the resource, as JSON or as @file; a text User:alice names a user
  --json        prints { decision, reasons, errors }
  --test        runs the test cases in the named files instead
Exit status: 0 for a decision, allow or deny, and if every case passed; else 1.`;

const OPTIONS = {
  user: { type: 'string' },
  machine: { type: 'boolean', default: false },
  groups: { type: 'string' },
  scopes: { type: 'string' },
  claims: { type: 'string' },
  action: { type: 'string' },
  resource: { type: 'string' },
  attributes: { type: 'string' },
  json: { type: 'boolean', default: false },
  test: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

class UsageError extends Error {}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.test) return test(positionals);
  const { action, resource } = values;
  if (action === undefined || resource === undefined || (values.user === undefined && !values.machine)) {
    throw new UsageError(`Name a user or a machine, an action and a resource.\n\n${HELP}`);
  }
  const caller = await principalOf(subjectOf(values), POOL_ID);
  const { allowed, reasons, errors } = decide(
    caller,
    action,
    resourceOf(resource),
    attributesOf(values.attributes),
  );
  const decision = allowed ? 'allow' : 'deny';
  if (values.json) console.log(JSON.stringify({ decision, reasons, errors }));
  else {
    console.log(decision);
    for (const reason of reasons) console.log(`  decided by ${reason}`);
    for (const error of errors) console.log(`  error: ${error}`);
    if (reasons.length === 0 && errors.length === 0) console.log('  no policy permits it');
  }
  return 0;
}

type Values = ReturnType<typeof parse>['values'];

function subjectOf({ user, machine, groups, scopes, claims }: Values) {
  return {
    ...(user !== undefined && { user }),
    machine,
    ...(groups !== undefined && { groups: list(groups) }),
    ...(scopes !== undefined && { scopes: list(scopes) }),
    ...(claims !== undefined && { claims: attributesOf(claims) ?? {} }),
  };
}

const list = (text: string): string[] => text.split(',').filter((item) => item !== '');

async function test(files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError(`Name the files with the cases.\n\n${HELP}`);
  const results = (await Promise.all(files.map(runCases))).flat();
  for (const { place, name, failure } of results) {
    console.log(failure === undefined ? `passed  ${name}` : `failed  ${name}\n        ${place}: ${failure}`);
  }
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

const EXPECTED = [UsageError, QuestionError, UnknownSubject, CaseError, StartupError];

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(EXPECTED.some((kind) => error instanceof kind) ? (error as Error).message : error);
    process.exitCode = 1;
  },
);
