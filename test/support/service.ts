import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import { createApp } from '../../src/app';
import type { FeatureModules } from '../../src/app.module';
import { parseSettings, type Settings } from '../../src/config/settings';
import { keepInStep } from './in-step';
import { RedisServer } from './redis';
import { startRoundRobin } from './round-robin';
import { TestService } from './test-service';
import { CLIENT_ID, ISSUER } from './tokens';

/** The real application in this process, listening on a free port of this machine. */
export class Service extends TestService {
  readonly url: string;
  readonly app: NestFastifyApplication;

  /** @param url the address that clients use, if it differs from the listening address. */
  constructor(
    private readonly instances: Instances,
    url = instances.url,
  ) {
    super(instances.log);
    this.url = url;
    [this.app] = instances.apps;
  }

  /** @throws if a log line contains a token or a password that was sent. */
  async close(): Promise<void> {
    await this.instances.end();
    this.expectNothingSecretInLog();
  }
}

/** How long requests in flight may take when an application closes. */
const CLOSE_MS = 10_000;

/** Settings of a pool that does not exist. A test sets the key server, and the endpoint if it needs one. */
export const TEST_ENVIRONMENT: Record<string, string> = {
  NODE_ENV: 'test',
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_TestPool1',
  COGNITO_CLIENT_IDS: CLIENT_ID,
  COGNITO_ISSUER: ISSUER,
  AUTH_RATE_LIMIT: 'off',
};

/** Starts the application with this environment and additional modules. */
export async function startService(
  environment: Record<string, string>,
  modules: FeatureModules = [],
): Promise<Service> {
  return new Service(await startInstances(environment, modules));
}

export interface InstancesOptions {
  /** The port of the shared address; by default a free one. */
  readonly port?: number;
  /** Several instances handle the requests in turn and share one Redis. */
  readonly instances?: number;
}

/**
 * One instance, or the number in the options or in `TEST_INSTANCES`. The variables that the AWS SDK reads
 * itself (its endpoint, its credentials) are set for the whole process.
 */
export async function startInstances(
  environment: Record<string, string>,
  modules: FeatureModules = [],
  options: InstancesOptions = {},
): Promise<Instances> {
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith('AWS_')) process.env[name] = value;
  const log: string[] = [];
  const logger = pino(
    { level: environment.LOG_LEVEL ?? 'info' },
    { write: (line: string) => void log.push(line) },
  );
  const create: Create = (settings) => createApp(settings, logger, modules);
  const running = await listen({ HOST: '127.0.0.1', PORT: '0', ...environment }, create, options);
  return { ...running, log };
}

type Create = (settings: Settings) => Promise<NestFastifyApplication>;

interface Listening {
  readonly apps: [NestFastifyApplication, ...NestFastifyApplication[]];
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** The instances behind one address, and their log. */
export interface Instances extends Listening {
  readonly log: string[];
}

/** One instance, or several that handle the requests in turn. */
async function listen(
  environment: Record<string, string>,
  create: Create,
  { port = 0, instances = Number(process.env.TEST_INSTANCES ?? 1) }: InstancesOptions,
): Promise<Listening> {
  if (instances === 1) {
    const app = await listening(environment, create, port);
    return { apps: [app], url: addressOf(app), end: () => closeApp(app) };
  }
  const redis = await RedisServer.start();
  const shared = { ...environment, REDIS_URL: redis.url };
  const apps: Listening['apps'] = [await listening(shared, create)];
  // One after another, as in a deployment.
  while (apps.length < instances) apps.push(await listening(shared, create));
  const balancer = await startRoundRobin(apps.map(addressOf), await keepInStep(apps), port);
  const end = async () => {
    await balancer.close();
    await Promise.all(apps.map(closeApp));
    await redis.close();
  };
  return { apps, url: balancer.url, end };
}

async function listening(
  environment: Record<string, string>,
  create: Create,
  port = 0,
): Promise<NestFastifyApplication> {
  const app = await create(parseSettings(environment));
  await app.listen(port, '127.0.0.1');
  return app;
}

/** Closes it. A connection on which a test left a request is cut, so that it does not delay the following tests. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const limit = setTimeout(() => app.getHttpServer().closeAllConnections(), CLOSE_MS);
  await app.close();
  clearTimeout(limit);
}

function addressOf(app: NestFastifyApplication): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
