import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { CognitoStub, type Answer } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken } from '../support/tokens';
import { until } from '../support/until';

const key = makeKey();
const user = (afterMs: number): Answer => ({ json: { Username: 'alice', UserAttributes: [] }, afterMs });

describe('A shutdown signal', () => {
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: ServiceProcess;
  const agents: Agent[] = [];

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
  });
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    service.signal('SIGKILL');
    await service.exited;
    cognito.reset();
  });
  afterAll(async () => {
    await keyServer.close();
    await cognito.close();
  });

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    service = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      ...environment,
    });
    await service.ready();
  };

  const token = signToken(key);

  /** A client that keeps its connections open. */
  const keepAliveClient = () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return (route: string) => get(agent, service.url + route, token);
  };

  /**
   * A request that Cognito answers after `howLong` milliseconds, or never, once it has reached Cognito; with
   * the answer or the error.
   */
  const startSlow = async (howLong: number | 'hang'): Promise<{ answer: Promise<Answered | Error> }> => {
    cognito.on('GetUser', howLong === 'hang' ? 'hang' : user(howLong));
    const answer = keepAliveClient()('/me').catch((error: Error) => error);
    await until('the request is with Cognito', () => cognito.actions.includes('GetUser'));
    return { answer };
  };

  /** Whether the port accepts connections. */
  const accepts = (): Promise<boolean> =>
    new Promise((resolve) => {
      const { port, hostname } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      socket.once('connect', () => socket.destroy());
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets a request in flight finish, accepts no connection meanwhile, and ends with 0',
    async (signal) => {
      await start();
      const idle = keepAliveClient();
      expect((await idle('/health/live')).status).toBe(200);
      const { answer } = await startSlow(3500);

      service.signal(signal);
      await until('no connection is accepted', async () => !(await accepts()), 3000);
      expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
      const { code, afterMs } = await service.exited;
      expect(code).toBe(0);
      // Neither the idle connection nor the kept one has delayed it.
      expect(afterMs).toBeLessThan(9000);
    },
  );

  it('closes connections that have sent nothing at once', async () => {
    await start();
    const { port, hostname } = new URL(service.url);
    const unused = connect(Number(port), hostname);
    const closed = once(unused.resume(), 'close');
    await once(unused, 'connect');
    service.signal('SIGTERM');
    const { code, afterMs } = await service.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(5000);
    expect(service.log.join('\n')).not.toContain('requests dropped');
    await closed;
  });

  it('is ignored if it is repeated', async () => {
    await start();
    const { answer } = await startSlow(3500);
    service.signal('SIGTERM');
    service.signal('SIGINT');
    await until('no connection is accepted', async () => !(await accepts()), 3000);
    service.signal('SIGTERM');
    expect(await answer).toMatchObject({ status: 200 });
    expect((await service.exited).code).toBe(0);
  });

  it('fails readiness immediately, and serves one request for each connection until the delay is over', async () => {
    await start({ SHUTDOWN_DELAY_SECONDS: '4' });
    const kept = keepAliveClient();
    expect((await kept('/whoami')).headers.connection).toBe('keep-alive');
    const signalled = performance.now();
    service.signal('SIGTERM');
    const ready = await until('it is red', async () => {
      const answer = await service.ask('/health/ready');
      return answer.status === 503 && answer;
    });
    expect(ready.body).toMatchObject({
      code: 'not_ready',
      errors: [{ path: 'shutdown', message: 'is down' }],
    });
    expect(performance.now() - signalled).toBeLessThan(3000);
    for (const client of [kept, keepAliveClient()]) {
      const answer = await client('/whoami');
      expect(answer.status).toBe(200);
      expect(answer.headers.connection).toBe('close');
    }
    expect((await service.ask('/health/live')).status).toBe(200);
    const { code, afterMs } = await service.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeGreaterThan(3900);
    expect(afterMs).toBeLessThan(9000);
  });

  it('drops requests that do not finish in time, and ends within SHUTDOWN_TIMEOUT_SECONDS with 0', async () => {
    await start({ SHUTDOWN_TIMEOUT_SECONDS: '5', COGNITO_TIMEOUT_MS: '20000' });
    const { answer } = await startSlow('hang');
    service.signal('SIGTERM');
    const { code, afterMs } = await service.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(5000);
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
    expect(service.log.join('\n')).toContain('shutdown timeout: requests dropped');
  });

  it('ends the process within 10 seconds by default, even with requests in flight', async () => {
    await start({ COGNITO_TIMEOUT_MS: '30000' });
    const { answer } = await startSlow('hang');
    service.signal('SIGTERM');
    const { code, afterMs } = await service.exited;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(10_000);
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
  });
});

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

function get(agent: Agent, url: string, token: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent, headers: { authorization: `Bearer ${token}` } });
    request.once('error', reject).once('response', (response) => {
      response.once('error', reject).once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      });
      response.resume();
    });
    request.end();
  });
}
