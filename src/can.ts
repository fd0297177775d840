import { parseArgs } from 'node:util';
import type { Explanation } from 'lifeguard-auth';
import type { Explained } from './access/access.schema';
import { assumedCaller } from './access/assumed-caller';
import { runCommand, UsageError, withOfflineApp } from './offline-app';

const HELP = `npm run can -- GET /users --group support
npm run can -- POST /users --machine --scope lifeguard/users.write

Prints whether a caller may call a route, and why. Opens no port and calls no user pool.

  --group      a group of the person; may be repeated, as may --scope and --claim
  --scope      a scope of the token
  --claim      a claim of the token, name=value; the value is JSON, or else text
  --machine    a machine (client credentials) instead of a person
  --username   the username, for routes that compare it
  --sub        the sub, for routes that compare it
  --json       prints { route, allowed, because, notes }
Exit status: 0 for an answer, yes or no; else 1.`;

const OPTIONS = {
  group: { type: 'string', multiple: true, default: [] as string[] },
  scope: { type: 'string', multiple: true, default: [] as string[] },
  claim: { type: 'string', multiple: true, default: [] as string[] },
  machine: { type: 'boolean', default: false },
  username: { type: 'string' },
  sub: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [method, path, ...others] = positionals;
  if (method === undefined || path === undefined || others.length > 0)
    throw new UsageError(`Name a method and a path.\n\n${HELP}`);
  const caller = assumedCaller({
    kind: values.machine ? 'client' : 'user',
    username: values.username,
    sub: values.sub,
    groups: values.group,
    scopes: values.scope,
    claims: Object.fromEntries(values.claim.map(claimOf)),
  });
  const { RouteFinder } = require('./access/route-finder') as typeof import('./access/route-finder');
  const { explainRoute } = require('./access/explain-route') as typeof import('./access/explain-route');
  const found = await withOfflineApp((app) =>
    app.get(RouteFinder, { strict: false }).find(method.toUpperCase(), path),
  );
  if (!found) throw new UsageError(`There is no route ${method.toUpperCase()} ${path}.`);
  const answer = explainRoute(found, caller);
  console.log(values.json ? JSON.stringify(answer, null, 2) : answerText(answer).join('\n'));
  return 0;
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`, { cause: error });
  }
}

function claimOf(text: string): [string, unknown] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--claim ${text} is not name=value`);
  try {
    return [name, JSON.parse(value) as unknown];
  } catch {
    return [name, value];
  }
}

const ANSWERS = { true: 'yes', false: 'no', unknown: 'not known', depends: 'it depends' } as const;

const answerText = ({ route, allowed, because, notes }: Explained): string[] => [
  `${ANSWERS[`${allowed}`]}: ${route}`,
  ...treeText(because, '  '),
  ...notes,
];

const MARKS = { true: '✓', false: '✗', unknown: '?' } as const;

const treeText = ({ text, holds, children = [] }: Explanation, indent: string): string[] => [
  `${indent}${MARKS[`${holds}`]} ${text}`,
  ...children.flatMap((child) => treeText(child, `${indent}  `)),
];

runCommand(main, (message) => console.error(message));
