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
const token = signToken(key);
const user = (afterMs: number): Answer => ({ json: { Username: 'alice', UserAttributes: [] }, afterMs });

/** A process of the service that has not been signalled yet, with its own stub of Cognito. */
class Signalled {
  readonly #agents: Agent[] = [];

  private constructor(
    readonly service: ServiceProcess,
    private readonly cognito: CognitoStub,
  ) {}

  static async start(keyServer: KeyServer, environment: Record<string, string>): Promise<Signalled> {
    const cognito = await CognitoStub.start();
    const service = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      ...environment,
    });
    return new Signalled(await service.ready(), cognito);
  }

  /** A client that keeps its connections open. */
  keepAliveClient() {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.#agents.push(agent);
    return (route: string) => get(agent, this.service.url + route);
  }

  /**
   * A request that Cognito answers after `howLong` milliseconds, or never, once it has reached Cognito; with
   * the answer or the error.
   */
  async startSlow(howLong: number | 'hang'): Promise<{ answer: Promise<Answered | Error> }> {
    this.cognito.on('GetUser', howLong === 'hang' ? 'hang' : user(howLong));
    const answer = this.keepAliveClient()('/me').catch((error: Error) => error);
    await until('the request is with Cognito', () => this.cognito.actions.includes('GetUser'));
    return { answer };
  }

  /** Whether the port accepts connections. */
  accepts(): Promise<boolean> {
    return new Promise((resolve) => {
      const { port, hostname } = new URL(this.service.url);
      const socket = connect(Number(port), hostname);
      socket.once('connect', () => socket.destroy());
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
  }

  async close(): Promise<void> {
    for (const agent of this.#agents) agent.destroy();
    this.service.signal('SIGKILL');
    await this.service.exited;
    await this.cognito.close();
  }
}

// Concurrent, because they wait most of the time. The processes start first, so that starting them does not slow down
// the tests.
describe('A shutdown signal', () => {
  let keyServer: KeyServer;
  const environments: Record<string, string>[] = [];
  let running: readonly Signalled[];

  /** A test with its own process. */
  const itInProcess = (
    title: string,
    environment: Record<string, string>,
    test: (process: Signalled) => Promise<void>,
  ): void => {
    const index = environments.push(environment) - 1;
    it.concurrent(title, () => test(running[index] as Signalled));
  };

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    running = await Promise.all(environments.map((each) => Signalled.start(keyServer, each)));
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    await keyServer.close();
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    itInProcess(
      `${signal} lets a request in flight finish, accepts no connection meanwhile, and ends with 0`,
      {},
      async (process) => {
        const { service } = process;
        const idle = process.keepAliveClient();
        expect((await idle('/health/live')).status).toBe(200);
        const { answer } = await process.startSlow(3500);

        service.signal(signal);
        await until('no connection is accepted', async () => !(await process.accepts()), 3000);
        expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
        const { code, afterMs } = await service.exited;
        expect(code).toBe(0);
        // Neither the idle connection nor the kept-alive one has delayed it.
        expect(afterMs).toBeLessThan(9000);
      },
    );

  itInProcess('immediately closes connections that have sent nothing', {}, async (process) => {
    const { service } = process;
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

  itInProcess('is ignored if it is repeated', {}, async (process) => {
    const { service } = process;
    const { answer } = await process.startSlow(3500);
    service.signal('SIGTERM');
    service.signal('SIGINT');
    await until('no connection is accepted', async () => !(await process.accepts()), 3000);
    service.signal('SIGTERM');
    expect(await answer).toMatchObject({ status: 200 });
    expect((await service.exited).code).toBe(0);
  });

  itInProcess(
    'fails readiness immediately, and serves one request for each connection until the delay is over',
    { SHUTDOWN_DELAY_SECONDS: '4' },
    async (process) => {
      const { service } = process;
      const kept = process.keepAliveClient();
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
      for (const client of [kept, process.keepAliveClient()]) {
        const answer = await client('/whoami');
        expect(answer.status).toBe(200);
        expect(answer.headers.connection).toBe('close');
      }
      expect((await service.ask('/health/live')).status).toBe(200);
      const { code, afterMs } = await service.exited;
      expect(code).toBe(0);
      expect(afterMs).toBeGreaterThan(3900);
      expect(afterMs).toBeLessThan(9000);
    },
  );

  for (const [title, environment, limitMs] of [
    [
      'drops requests that do not finish in time, and ends within SHUTDOWN_TIMEOUT_SECONDS with 0',
      { SHUTDOWN_TIMEOUT_SECONDS: '5', COGNITO_TIMEOUT_MS: '20000' },
      5000,
    ],
    [
      'ends the process within 10 seconds by default, even with requests in flight',
      { COGNITO_TIMEOUT_MS: '30000' },
      10_000,
    ],
  ] as const)
    itInProcess(title, environment, async (process) => {
      const { service } = process;
      const { answer } = await process.startSlow('hang');
      service.signal('SIGTERM');
      const { code, afterMs } = await service.exited;
      expect(code).toBe(0);
      expect(afterMs).toBeLessThan(limitMs);
      expect(await answer).toMatchObject({ code: 'ECONNRESET' });
      expect(service.log.join('\n')).toContain('shutdown timeout: requests dropped');
    });
});

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

function get(agent: Agent, url: string): Promise<Answered> {
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
