import path from 'node:path';
import { CognitoStub } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken } from '../support/tokens';

/** Packages that only an optional part needs. */
const OPTIONAL = [
  '@aws-sdk/client-cognito-identity',
  '@aws-sdk/client-verifiedpermissions',
  '@cedar-policy/cedar-wasm',
  '@fastify/aws-lambda',
  '@opentelemetry/sdk-trace-node',
  'ioredis',
  'prom-client',
  'yaml',
];

/** Routes that exist only with a setting. */
const OPTIONAL_ROUTES = [
  ['GET', '/session'],
  ['POST', '/session'],
  ['GET', '/session/sign-in'],
  ['GET', '/account'],
  ['GET', '/console'],
  ['POST', '/me/aws-credentials'],
  ['POST', '/auth/aws-credentials/guest'],
  ['GET', '/.well-known/oauth-protected-resource'],
] as const;

describe('A service without optional settings', () => {
  const key = makeKey();
  const token = signToken(key);
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let running: ServiceProcess | undefined;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    cognito.on('GetUser', { json: { Username: 'alice', UserAttributes: [] } });
  });
  afterEach(async () => {
    running?.signal('SIGKILL');
    await running?.exited;
  });
  afterAll(() => Promise.all([keyServer.close(), cognito.close()]));

  const start = async (environment: Record<string, string> = {}): Promise<ServiceProcess> => {
    running = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      NODE_OPTIONS: `--require ${path.join(__dirname, 'print-packages.cjs')}`,
      ...environment,
    });
    return running.ready();
  };
  /** Ends the service, and returns the packages that it had loaded. */
  const packagesOf = async (service: ServiceProcess): Promise<string[]> => {
    expect(await service.stop()).toMatchObject({ code: 0 });
    return /^loaded packages: (.*)$/m.exec(service.log.join('\n'))?.[1]?.split(' ') ?? [];
  };

  it('loads none of the packages of optional features', async () => {
    const service = await start();
    for (const route of ['/whoami', '/me', '/health/ready']) await service.call(route, { token });
    const loaded = await packagesOf(service);
    expect(loaded).toContain('@nestjs/core');
    expect(OPTIONAL.filter((name) => loaded.includes(name))).toEqual([]);
  });

  it('has none of the routes of optional features, in the service or in the OpenAPI document', async () => {
    const service = await start();
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: object };
    for (const [method, route] of OPTIONAL_ROUTES) {
      const answer = await fetch(service.url + route, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
      expect([route, answer.status]).toEqual([route, 404]);
      expect(await answer.json()).toMatchObject({ code: 'route_not_found' });
      expect(Object.keys(paths)).not.toContain(route);
    }
    await service.stop();
  });
});
