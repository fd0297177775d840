import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { gatewayDocument, GatewayError, type GatewayKind, type GatewayOptions } from './document';
import { readService } from './service';

const HELP = `npm run gateway -- --kind http|rest [--scopes a,b] [--out file]

Writes the OpenAPI document that API Gateway imports, derived from the policies of the routes: an HTTP API with a JWT
authorizer, or a REST API with a Cognito user pool authorizer. Each route has the scopes without which the service
would refuse the caller; public routes have no authorizer. The service still verifies every token by itself.

  --kind      http or rest
  --scopes    rest: further scopes that an accepted token may have, if a route requires none itself
  --out       a file; without it the document is printed

AWS_REGION, COGNITO_USER_POOL_ID, COGNITO_CLIENT_IDS and CORS_ORIGINS are read as by the service. If they are not
set, the document refers to the resources of deploy/aws/serverless.yaml.
Exit status 1: more than 300 routes, or more than 10 scopes of a route.`;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { values } = parse();
  if (values.help) return console.log(HELP);
  const { routes, ...facts } = await readService();
  const scopes = values.scopes?.split(',').filter((scope) => scope !== '') ?? [];
  const options: GatewayOptions = { kind: kindOf(values.kind), scopes, ...facts };
  // CloudFormation takes no YAML aliases.
  const text = stringify(gatewayDocument(routes, options), { aliasDuplicateObjects: false, lineWidth: 0 });
  if (values.out === undefined) console.log(text.trimEnd());
  else writeFileSync(values.out, text);
}

function parse() {
  const options = {
    kind: { type: 'string' },
    scopes: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function kindOf(kind: string | undefined): GatewayKind {
  if (kind === 'http' || kind === 'rest') return kind;
  throw new UsageError(`--kind must be http or rest\n\n${HELP}`);
}

main().catch((error: unknown) => {
  const expected =
    error instanceof GatewayError || error instanceof UsageError || (error as Error).name === 'SettingsError';
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
});
