/**
 * Measures the cold starts of the Lambda functions, each in a new process: `npm run build && node bench/cold-start.mjs
 * [rounds]`. Prints medians in milliseconds: from the start of the process to the first response, and of each of 2,000
 * further responses. Compares the service with a bare Nest function, bundled into one ES module.
 *
 * Exits with status 1 if the service takes more than 1.3 times as long to start as the bare function.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { MODULE } from '../scripts/bundles/bundle.mjs';
import { CLIENT_ID, REGION, startKeyServer, USER_POOL_ID } from './pool.js';
import { mint } from './tokens.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROUNDS = Number(process.argv[2] ?? 15);
const MAX_RATIO = 1.3;
const WARM = 2000;

const BARE = `
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import awsLambdaFastify from '@fastify/aws-lambda';
class LiveController { live() { return { status: 'ok' }; } }
Controller()(LiveController);
Get('health/live')(LiveController.prototype, 'live', Object.getOwnPropertyDescriptor(LiveController.prototype, 'live'));
class AppModule {}
Module({ controllers: [LiveController] })(AppModule);
const started = (async () => {
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.init();
  const server = app.getHttpAdapter().getInstance();
  await server.ready();
  return awsLambdaFastify(server);
})();
export const handler = async (event) => (await started)(event, {});
`;

const [token] = mint('good', 1);

const request = (path, headers = {}) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'x.lambda-url.eu-west-1.on.aws', ...headers },
  requestContext: {
    domainName: 'x.lambda-url.eu-west-1.on.aws',
    http: { method: 'GET', path, sourceIp: '192.0.2.1' },
  },
});

const EVENTS = {
  live: request('/health/live'),
  whoami: request('/whoami', { authorization: `Bearer ${token}` }),
  authorizer: {
    type: 'TOKEN',
    authorizationToken: `Bearer ${token}`,
    methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:a/live/GET/whoami',
  },
  trigger: {
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    region: REGION,
    userPoolId: USER_POOL_ID,
    userName: 'bob',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: CLIENT_ID },
    request: {
      userAttributes: { sub: 'sub-bob', email: 'bob@example.com', 'custom:tenant': 'blue' },
      groupConfiguration: { groupsToOverride: ['support'], iamRolesToOverride: [], preferredRole: null },
      scopes: ['aws.cognito.signin.user.admin'],
    },
    response: {},
  },
};

/** A script that prints the time of the first response and the mean time of further ones. */
const script = (file, event) => `
const { handler } = await import(${JSON.stringify(file)});
const event = ${JSON.stringify(event)};
const answer = await handler(structuredClone(event));
const start = Date.now() - performance.timeOrigin;
const good = answer.statusCode === 200 || answer.policyDocument?.Statement[0].Effect === 'Allow' || answer.response?.claimsAndScopeOverrideDetails;
if (!good) throw new Error(JSON.stringify(answer));
const warmFrom = performance.now();
for (let index = 0; index < ${WARM}; index += 1) await handler(structuredClone(event));
const warm = (performance.now() - warmFrom) / ${WARM};
process.stdout.write(JSON.stringify({ start, warm }), () => process.exit(0));
`;

function run(folder, { file, event }, jwksUri) {
  const path = join(folder, 'run.mjs');
  writeFileSync(path, script(file, event));
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    LAMBDA_ALONE: 'accept',
    AWS_REGION: REGION,
    COGNITO_USER_POOL_ID: USER_POOL_ID,
    COGNITO_CLIENT_IDS: CLIENT_ID,
    COGNITO_JWKS_URI: jwksUri,
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path], { env, cwd: dirname(file) }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(JSON.parse(stdout)),
    );
  });
}

async function functionsIn(folder) {
  mkdirSync(join(folder, 'bare'));
  const bare = join(folder, 'bare', 'bare.mjs');
  await build({ ...MODULE, stdin: { contents: BARE, resolveDir: ROOT }, outfile: bare });
  const out = join(folder, 'trigger');
  execFileSync('npm', ['run', '--silent', 'trigger:build', '--', '--out', out], { cwd: ROOT });
  const lambda = join(ROOT, 'dist/lambda/lambda.mjs');
  return {
    'a bare Nest function, `GET /health/live`': { file: bare, event: EVENTS.live },
    'the service, `GET /health/live`': { file: lambda, event: EVENTS.live },
    'the service, `GET /whoami` with a token': { file: lambda, event: EVENTS.whoami },
    'the authorizer, a token': {
      file: join(ROOT, 'dist/authorizer/authorizer.mjs'),
      event: EVENTS.authorizer,
    },
    'the trigger, a sign-in': { file: join(out, 'index.mjs'), event: EVENTS.trigger },
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
const keys = await startKeyServer();
try {
  const functions = await functionsIn(folder);
  const runs = Object.fromEntries(Object.keys(functions).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of Object.keys(functions)) runs[name].push(await run(folder, functions[name], keys.url));
  }
  const of = (name, figure) => median(runs[name].map((each) => each[figure]));
  const [bare, service] = Object.keys(functions).map((name) => of(name, 'start'));
  console.log(`Node ${process.version}, ${ROUNDS} rounds\n`);
  console.log('| function | start to first answer, ms | ratio | further answers, ms |');
  console.log('| --- | ---: | ---: | ---: |');
  for (const name of Object.keys(functions)) {
    const start = of(name, 'start');
    const figures = [start.toFixed(0), (start / bare).toFixed(2), of(name, 'warm').toFixed(3)];
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }
  if (service > MAX_RATIO * bare) {
    console.error(`The service takes more than ${MAX_RATIO} times as long to start as the bare function.`);
    process.exitCode = 1;
  }
} finally {
  keys.close();
  rmSync(folder, { recursive: true });
}
