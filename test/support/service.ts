import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { createApp } from '../../src/app';
import type { FeatureModules } from '../../src/app.module';
import { parseSettings, type Settings } from '../../src/config/settings';
import { expectNothingSecret } from './log-check';
import { RedisServer } from './redis';
import { startRoundRobin } from './round-robin';
import { CLIENT_ID, ISSUER } from './tokens';

/** The real application, listening on a free port of this machine. */
export interface Service {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Every line that was logged so far. */
  readonly log: string[];
  /** `fetch` of one path, with an access token where one is given. */
  call(path: string, options?: CallOptions): Promise<Response>;
  /** Ends it. @throws where a line of the log has a token or a password that was sent. */
  close(): Promise<void>;
}

export interface CallOptions {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Settings of a pool that does not exist; a test names the key server, and the endpoint where it needs one. */
export const TEST_ENVIRONMENT: Record<string, string> = {
  NODE_ENV: 'test',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_TestPool1',
  COGNITO_CLIENT_IDS: CLIENT_ID,
  COGNITO_ISSUER: ISSUER,
  AUTH_RATE_LIMIT: 'off',
};

/**
 * Starts the application with this environment, and the modules of a team. What the AWS SDK reads of the environment by itself (its endpoint,
 * its credentials) is set for the whole process.
 */
export async function startService(
  environment: Record<string, string>,
  modules: FeatureModules = [],
): Promise<Service> {
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('AWS_')) process.env[name] = value;
  const log: string[] = [];
  const logger = pino(
    { level: environment.LOG_LEVEL ?? 'info' },
    { write: (line: string) => void log.push(line) },
  );
  const { apps, url, end } = await startInstances(
    { HOST: '127.0.0.1', PORT: '0', ...environment },
    (settings) => createApp(settings, logger, modules),
  );
  const sent: CallOptions[] = [];
  return {
    url,
    app: apps[0],
    log,
    call: (path, options = {}) => {
      sent.push(options);
      return call(url + path, options);
    },
    close: async () => {
      await end();
      expectNothingSecret(log, sent);
    },
  };
}

type Create = (settings: Settings) => Promise<NestFastifyApplication>;

interface Instances {
  readonly apps: [NestFastifyApplication, ...NestFastifyApplication[]];
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** One instance; or, in the lane that says so, two on one Redis, which take the requests in turn. */
async function startInstances(environment: Record<string, string>, create: Create): Promise<Instances> {
  if (process.env.TEST_INSTANCES !== '2') {
    const app = await listening(environment, create);
    return { apps: [app], url: addressOf(app), end: () => app.close() };
  }
  const redis = await RedisServer.start();
  const shared = { ...environment, REDIS_URL: redis.url };
  const apps: Instances['apps'] = [await listening(shared, create), await listening(shared, create)];
  const balancer = await startRoundRobin(apps.map(addressOf));
  const end = async () => {
    await balancer.close();
    await Promise.all(apps.map((app) => app.close()));
    await redis.kill();
  };
  return { apps, url: balancer.url, end };
}

async function listening(
  environment: Record<string, string>,
  create: Create,
): Promise<NestFastifyApplication> {
  const app = await create(parseSettings(environment));
  await app.listen(0, '127.0.0.1');
  return app;
}

function addressOf(app: NestFastifyApplication): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function call(url: string, { method = 'GET', token, body, headers }: CallOptions = {}): Promise<Response> {
  return fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
