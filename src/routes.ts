import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseRouteFile } from './access/route-file';
import { runCommand, UsageError, withOfflineApp } from './offline-app';

const HELP = `npm run routes
npm run routes -- --json > routes.json
npm run routes -- --diff older.json [--fail-on wider] [--json]

Prints who may call what, as compiled at startup. Opens no port and calls no user pool.

  --json      prints the routes and their policies as sorted JSON, for a later comparison
  --diff      compares with a file that --json wrote: for each route added, removed, same, wider, narrower or
              incomparable, with an example of a caller who gains or loses access
  --fail-on   wider: exit status 1 if a policy is wider or incomparable, or a new route is public
Exit status: 0; 1 for a failure, and as --fail-on says.`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  diff: { type: 'string' },
  'fail-on': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { json, diff, 'fail-on': failOn, help } = parse();
  if (help) return print([HELP]);
  if (failOn !== undefined && (failOn !== 'wider' || diff === undefined))
    throw new UsageError(`--fail-on takes the word wider and needs --diff\n\n${HELP}`);
  const older = diff === undefined ? undefined : parseRouteFile(readFileSync(diff, 'utf8'), diff);
  const { printedRoutes, printedChanges } =
    require('./access/printed-routes') as typeof import('./access/printed-routes');
  return withOfflineApp((app) => {
    if (!older) return print(printedRoutes(app, json));
    const { lines, wider } = printedChanges(app, older, json);
    print(lines);
    return failOn === 'wider' && wider ? 1 : 0;
  });
}

function print(lines: readonly string[]): 0 {
  for (const line of lines) console.log(line);
  return 0;
}

function parse() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`, { cause: error });
  }
}

runCommand(main, (message) => console.error(message));
