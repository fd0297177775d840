/**
 * Writes the compiled code of a program next to its bundle: `node -r @swc-node/register scripts/bundles/compile.mjs
 * dist/service/service.cjs`. The program first starts and answers some requests, so that the compiled code is what a start
 * and a sign-in run. It needs no network: the addresses in its settings refuse connections.
 */
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CLOSED = '127.0.0.1:9';
const START_MS = 60_000;
const START = [
  ['GET', '/health/live'],
  ['GET', '/whoami'],
];
/** A request that calls Cognito and so loads the SDK. */
const LATER = [['POST', '/auth/sign-in', { username: 'alice', password: 'wrong' }]];

const bundle = resolve(process.argv[2]);
const require = createRequire(import.meta.url);
const { codeCacheOf } = require('../../src/bundle/code-cache.ts');

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

const PORT = await freePort();
Object.assign(process.env, { HOST: '127.0.0.1', PORT: String(PORT) });

/** Sends a request to a program, by its file and its exports. */
const SEND = {
  'service.cjs': ({ main }) => (main(), sendToService),
  'lambda.cjs':
    ({ handler }) =>
    (...request) =>
      handler(lambdaEvent(...request)),
  'authorizer.cjs':
    ({ handler }) =>
    (...request) =>
      handler(authorizerEvent(...request)),
};

async function sendToService(method, path, body) {
  const headers = { authorization: 'Bearer a.b.c', 'content-type': 'application/json' };
  const options = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`http://127.0.0.1:${PORT}${path}`, options);
  await response.arrayBuffer();
}

const lambdaEvent = (method, path, body) => ({
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
});

const authorizerEvent = (method, path) => ({
  type: 'TOKEN',
  authorizationToken: 'Bearer a.b.c',
  methodArn: `arn:aws:execute-api:eu-west-1:123456789012:api/stage/${method}${path}`,
});

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Waits until the service listens. The functions are ready when they are loaded. */
async function listening() {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      return await sendToService('GET', '/health/live');
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

const { CompiledBundle } = require('../../src/bundle/compiled-bundle.ts');
const send = SEND[basename(bundle)](new CompiledBundle(bundle).run());
if (send === sendToService) await listening();
for (const requests of [START, LATER]) {
  for (const request of requests) await send(...request).catch(() => undefined);
  for (const [file, script] of scripts) {
    scripts.delete(file);
    if (dirname(file) === dirname(bundle)) writeFileSync(codeCacheOf(file), script.createCachedData());
  }
}
if (!existsSync(codeCacheOf(bundle))) throw new Error(`${bundle} was not compiled`);
process.exit(0);
