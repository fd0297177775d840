import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { describeWithRedis, RedisServer } from '../support/redis';

const ROOT = join(__dirname, '../..');

let pool: EmbeddedPool;
let folder: string;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  folder = await mkdtemp(join(tmpdir(), 'functions-'));
  const script = join(ROOT, 'scripts/bundles/build.mjs');
  execFileSync(process.execPath, [script, '--out', folder, 'lambda', 'authorizer'], { stdio: 'pipe' });
}, 180_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await pool.close();
});

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a folder that contains only the function. */
async function run(name: string, script: string, environment: Record<string, string>): Promise<Ended> {
  const file = join(folder, name, 'run.mjs');
  await writeFile(file, script);
  const env = { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'silent', ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', file],
      { cwd: join(folder, name), env, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const answers = (name: string, events: readonly object[]): string => `
import { handler } from './${name}.mjs';
const answers = [];
for (const event of ${JSON.stringify(events)}) answers.push(await handler(event).catch((error) => error.message));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
`;

function answersIn({ stdout, stderr }: Ended): unknown[] {
  expect(stderr).toBe('');
  return JSON.parse(stdout) as unknown[];
}

const request = (rawPath: string, headers: object = {}) => ({
  version: '2.0',
  rawPath,
  rawQueryString: '',
  headers: { host: 'x.lambda-url.us-east-1.on.aws', ...headers },
  requestContext: {
    domainName: 'x.lambda-url.us-east-1.on.aws',
    http: { method: 'GET', sourceIp: '192.0.2.1' },
  },
});

function post(path: string, body: object, token: string) {
  const event = request(path, { authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const { requestContext } = event;
  return {
    ...event,
    body: JSON.stringify(body),
    requestContext: { ...requestContext, http: { ...requestContext.http, method: 'POST' } },
  };
}

async function documentOfTheSources(): Promise<unknown> {
  const settings = parseSettings({ ...pool.env(), NODE_ENV: 'test' });
  const app = await createApp(settings, createLogger('silent'));
  try {
    return (await app.inject('/openapi.json')).json();
  } finally {
    await app.close();
  }
}

describe('the bundled service, alone in a folder', () => {
  it('has its code cache next to it, and uses it', async () => {
    expect(await readdir(join(folder, 'lambda'))).toContain(
      `lambda.cjs.${process.versions.v8}-${process.arch}.cache`,
    );
  });

  it('answers with its routes, its document and its page', async () => {
    const token = pool.mint({ sub: 'sub-alice', username: 'alice' });
    const events = [
      request('/whoami', { authorization: `Bearer ${token}` }),
      request('/openapi.json'),
      request('/docs/swagger-ui-bundle.js'),
      request('/nowhere'),
    ];
    const { stdout, stderr } = await run('lambda', answers('lambda', events), {
      ...pool.env(),
      NODE_ENV: 'test',
      LAMBDA_ALONE: 'accept',
    });
    expect(stderr).not.toContain('Error');
    const [whoami, document, script, nowhere] = JSON.parse(stdout) as { statusCode: number; body: string }[];
    expect(JSON.parse(whoami?.body ?? '')).toMatchObject({ username: 'alice' });
    // The names of the classes make up the `operationId`s.
    expect(JSON.parse(document?.body ?? '')).toEqual(await documentOfTheSources());
    expect(script?.statusCode).toBe(200);
    expect(nowhere?.statusCode).toBe(404);
  });

  it('exits with the names of the invalid settings', async () => {
    const { status, stderr } = await run('lambda', answers('lambda', [request('/health/live')]), {
      AWS_REGION: 'us-east-1',
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^COGNITO_USER_POOL_ID: is required\nCOGNITO_CLIENT_IDS: is required\n/),
    ]);
  });

  it('refuses to start without a shared store', async () => {
    const { status, stderr } = await run('lambda', answers('lambda', [request('/health/live')]), {
      ...pool.env(),
      NODE_ENV: 'test',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('LAMBDA_ALONE=accept')]);
  });
});

describeWithRedis('the bundled functions with a shared store', () => {
  let redis: RedisServer;
  beforeAll(async () => void (redis = await RedisServer.start()));
  afterAll(() => redis.close());

  it('refuse a token that another instance has revoked', async () => {
    const settings = { ...pool.env(), NODE_ENV: 'test', REDIS_URL: redis.url };
    const admin = pool.mint({ sub: 'sub-root', username: 'root', 'cognito:groups': ['admin'] });
    const alice = pool.mint({ sub: 'sub-alice', username: 'alice' });
    const events = [
      request('/whoami', { authorization: `Bearer ${alice}` }),
      post('/revocations', { sub: 'sub-alice' }, admin),
    ];
    const served = answersIn(await run('lambda', answers('lambda', events), settings));
    expect(served).toEqual([
      expect.objectContaining({ statusCode: 200 }),
      expect.objectContaining({ statusCode: 204 }),
    ]);
    const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:a/prod/GET/whoami';
    const asked = [{ type: 'TOKEN', methodArn, authorizationToken: `Bearer ${alice}` }];
    expect(answersIn(await run('authorizer', answers('authorizer', asked), settings))).toEqual([
      'Unauthorized',
    ]);
  });
});

describe('the bundled authorizer, alone in a folder', () => {
  it('allows a public route and refuses a call without a token', async () => {
    const arn = 'arn:aws:execute-api:us-east-1:123456789012:a/prod/GET';
    const events = [`${arn}/health/live`, `${arn}/me`].map((methodArn) => ({ type: 'TOKEN', methodArn }));
    const { stdout } = await run('authorizer', answers('authorizer', events), {
      ...pool.env(),
      NODE_ENV: 'test',
      LAMBDA_ALONE: 'accept',
    });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ principalId: 'anonymous' }),
      'Unauthorized',
    ]);
  });
});
