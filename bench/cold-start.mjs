/**
 * Cold start of the bundled functions beside a bare Nest function, bundled the same way: `npm run build && node
 * bench/cold-start.mjs`. Each round starts a process for each function, in turn, and measures from its start to the first
 * answer. Then the warm answers of the authorizer and the trigger. Prints medians in milliseconds.
 */
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODULE } from '../scripts/functions/bundle.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROUNDS = Number(process.argv[2] ?? 15);
const MAX_RATIO = 1.3;

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

const EVENT = {
  version: '2.0',
  rawPath: '/health/live',
  rawQueryString: '',
  headers: { host: 'x.lambda-url.eu-west-1.on.aws' },
  requestContext: {
    domainName: 'x.lambda-url.eu-west-1.on.aws',
    http: { method: 'GET', path: '/health/live', sourceIp: '192.0.2.1' },
  },
};
const TOKEN_EVENT = {
  type: 'TOKEN',
  methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:a/live/GET/health/live',
};

const ENVIRONMENT = {
  PATH: process.env.PATH,
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  LAMBDA_ALONE: 'accept',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_bench',
  COGNITO_CLIENT_IDS: 'web',
  // Refuses connections: the first answer must not wait for keys.
  COGNITO_JWKS_URI: 'http://127.0.0.1:9/jwks.json',
};

const script = (file, event, warm) => `
const started = performance.timeOrigin;
const { handler } = await import(${JSON.stringify(file)});
const answer = await handler(${JSON.stringify(event)});
if (answer.statusCode !== 200 && !answer.policyDocument && !answer.response) throw new Error(JSON.stringify(answer));
const cold = Date.now() - started;
const first = performance.now();
for (let index = 0; index < ${warm}; index += 1) await handler(${JSON.stringify(event)});
process.stdout.write(JSON.stringify({ cold, warm: (performance.now() - first) / ${Math.max(1, warm)} }), () => process.exit(0));
`;

function run(folder, name, file, event, warm = 0) {
  const path = join(folder, `${name}.run.mjs`);
  writeFileSync(path, script(file, event, warm));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path], { env: ENVIRONMENT, cwd: dirname(file) }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(JSON.parse(stdout)),
    );
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
try {
  mkdirSync(join(folder, 'bare'));
  const bare = join(folder, 'bare', 'bare.mjs');
  await build({ ...MODULE, stdin: { contents: BARE, resolveDir: ROOT }, outfile: bare });
  const functions = {
    'a bare Nest function': [bare, EVENT],
    'the service': [join(ROOT, 'dist/lambda/lambda.mjs'), EVENT],
    'the authorizer': [join(ROOT, 'dist/authorizer/authorizer.mjs'), TOKEN_EVENT],
  };
  const times = Object.fromEntries(Object.keys(functions).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, [file, event]] of Object.entries(functions)) {
      const { cold } = await run(folder, 'cold', file, event);
      times[name].push(cold);
    }
  }
  const base = median(times['a bare Nest function']);
  console.log('| function | start to first answer, ms | ratio |\n| --- | ---: | ---: |');
  for (const [name, values] of Object.entries(times)) {
    console.log(`| ${name} | ${median(values).toFixed(0)} | ${(median(values) / base).toFixed(2)} |`);
  }
  const { warm } = await run(folder, 'warm', functions['the authorizer'][0], TOKEN_EVENT, 2000);
  console.log(`\nA warm answer of the authorizer: ${warm.toFixed(3)} ms`);
  if (median(times['the service']) > MAX_RATIO * base) {
    console.error(`The service starts more than ${MAX_RATIO} times as long as the bare function.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
