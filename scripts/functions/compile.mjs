/**
 * Writes the compiled code of a function beside its bundle: `node -r @swc-node/register
 * scripts/functions/compile.mjs dist/lambda/lambda.cjs`.
 * The function starts and answers some requests first, so that all of what a cold start runs is compiled. Nothing is
 * asked over the network: the addresses of the settings refuse connections.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';

const CLOSED = '127.0.0.1:9';
const PATHS = ['/health/live', '/whoami', '/nowhere'];

const bundle = resolve(process.argv[2]);
const require = createRequire(import.meta.url);
const { CompiledBundle } = require('../../src/serverless/compiled-bundle.ts');
const { codeCacheOf } = require('../../src/serverless/code-cache.ts');

Object.assign(process.env, {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_compiled',
  COGNITO_CLIENT_IDS: 'compiled',
  COGNITO_JWKS_URI: `http://${CLOSED}/jwks.json`,
  REDIS_URL: `redis://${CLOSED}`,
});

const eventOf = {
  'lambda.cjs': (path) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'compiled.lambda-url.eu-west-1.on.aws', authorization: 'Bearer a.b.c' },
    requestContext: {
      domainName: 'compiled.lambda-url.eu-west-1.on.aws',
      http: { method: 'GET', path, sourceIp: '192.0.2.1' },
    },
  }),
  'authorizer.cjs': (path) => ({
    type: 'TOKEN',
    authorizationToken: 'Bearer a.b.c',
    methodArn: `arn:aws:execute-api:eu-west-1:123456789012:api/stage/GET${path}`,
  }),
}[basename(bundle)];

const compiled = new CompiledBundle(bundle);
const { handler } = compiled.run();
for (const path of PATHS) await handler(eventOf(path)).catch(() => undefined);
writeFileSync(codeCacheOf(bundle), compiled.codeCache());
process.exit(0);
