/**
 * Writes the compiled code of a function next to its bundle: `node -r @swc-node/register
 * scripts/functions/compile.mjs dist/lambda/lambda.cjs`. The function first starts and answers some requests, so that
 * the compiled code is exactly what a cold start runs. It needs no network: the addresses in its settings refuse
 * connections.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';

const CLOSED = '127.0.0.1:9';
const START = [
  ['GET', '/health/live'],
  ['GET', '/whoami'],
];
/** A request that calls Cognito and so loads the SDK. */
const LATER = [['POST', '/auth/sign-in', { username: 'alice', password: 'wrong' }]];

const bundle = resolve(process.argv[2]);
const require = createRequire(import.meta.url);
const { codeCacheOf } = require('../../src/serverless/code-cache.ts');

/** The loaded bundles, by file. */
const scripts = new Map();
const vm = require('node:vm');
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    if (options?.filename) scripts.set(options.filename, this);
  }
};

Object.assign(process.env, {
  NODE_ENV: 'test',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  LOG_LEVEL: 'silent',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_compiled',
  COGNITO_CLIENT_IDS: 'compiled',
  COGNITO_JWKS_URI: `http://${CLOSED}/jwks.json`,
  COGNITO_ENDPOINT: `http://${CLOSED}`,
  REDIS_URL: `redis://${CLOSED}`,
});

const eventOf = {
  'lambda.cjs': (method, path, body) => ({
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: {
      host: 'compiled.lambda-url.eu-west-1.on.aws',
      authorization: 'Bearer a.b.c',
      'content-type': 'application/json',
    },
    requestContext: {
      domainName: 'compiled.lambda-url.eu-west-1.on.aws',
      http: { method, path, sourceIp: '192.0.2.1' },
    },
    body: JSON.stringify(body),
  }),
  'authorizer.cjs': (method, path) => ({
    type: 'TOKEN',
    authorizationToken: 'Bearer a.b.c',
    methodArn: `arn:aws:execute-api:eu-west-1:123456789012:api/stage/${method}${path}`,
  }),
}[basename(bundle)];

const { CompiledBundle } = require('../../src/serverless/compiled-bundle.ts');
const { handler } = new CompiledBundle(bundle).run();
for (const requests of [START, LATER]) {
  for (const request of requests) await handler(eventOf(...request)).catch(() => undefined);
  for (const [file, script] of scripts) {
    scripts.delete(file);
    if (dirname(file) === dirname(bundle)) writeFileSync(codeCacheOf(file), script.createCachedData());
  }
}
process.exit(0);
