import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CognitoStub } from '../support/cognito-stub';
import { freePort } from '../support/free-port';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { Collector, type SentSpan } from './collector';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;
const SERVER = 2;
/** Time after which an unknown key id causes another read of the keys. */
const COOLDOWN_MS = 12_100;

const key = makeKey();
const newKey = makeKey();
const token = signToken(key);
const admin = signToken(key, userClaims({ username: 'root', 'cognito:groups': ['admin'] }));

/** A process of the service with its own key server, Cognito and collector. */
class Traced {
  private constructor(
    readonly keyServer: KeyServer,
    readonly cognito: CognitoStub,
    readonly collector: Collector,
    readonly service: ServiceProcess,
  ) {}

  /** Starts it with an environment that may depend on the address of the collector; by default it sends traces there. */
  static async start(
    environment = (url: string): Record<string, string> => ({ OTEL_EXPORTER_OTLP_ENDPOINT: url }),
    isSilent = false,
  ): Promise<Traced> {
    const keyServer = await startKeyServer(key);
    const cognito = await CognitoStub.start();
    cognito.on('GetUser', { json: { Username: 'alice', UserAttributes: [] } });
    const collector = await Collector.start();
    if (isSilent) collector.fallSilent();
    const service = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'the-secret-key',
      NODE_OPTIONS: `--require ${path.join(__dirname, 'print-loaded.cjs')}`,
      ...environment(collector.url),
    });
    return new Traced(keyServer, cognito, collector, await service.ready());
  }

  async close(): Promise<void> {
    this.service.signal('SIGKILL');
    await this.service.exited;
    await Promise.all([this.keyServer.close(), this.cognito.close(), this.collector.close()]);
  }

  /** The packages of OpenTelemetry that the process has loaded, once it has ended. */
  get loaded(): string[] | undefined {
    const [, names] = /^loaded of OpenTelemetry: (.*)$/m.exec(this.service.log.join('\n')) ?? [];
    return names?.split(' ').filter(Boolean);
  }

  get served(): SentSpan[] {
    return this.collector.spans.filter(({ kind }) => kind === SERVER);
  }

  named(name: string): SentSpan[] {
    return this.collector.spans.filter((span) => span.name === name);
  }
}

// Concurrent, because they wait for processes and time-outs.
describe('traces', () => {
  const all: Traced[] = [];
  const start = async (...given: Parameters<typeof Traced.start>): Promise<Traced> => {
    const traced = await Traced.start(...given);
    all.push(traced);
    return traced;
  };
  afterAll(() => Promise.all(all.map((traced) => traced.close())));

  it.concurrent(
    'are off without OTEL_EXPORTER_OTLP_ENDPOINT: no OpenTelemetry package is loaded',
    async () => {
      const traced = await start(() => ({}));
      const running = traced.service;
      await running.ask('/me', { token, headers: { traceparent: TRACEPARENT } });
      expect(await running.stop()).toMatchObject({ code: 0 });
      expect(traced.loaded).toEqual([]);
    },
  );

  it.concurrent(
    'have a span for each request, named by its route, and are sent before the process exits',
    async () => {
      const traced = await start();
      const running = traced.service;
      await running.ask('/whoami', { token });
      await running.ask('/health/live');
      expect(await running.stop()).toMatchObject({ code: 0 });
      expect(traced.loaded).toContain('@opentelemetry/sdk-trace-node');
      expect(traced.served).toMatchObject([
        {
          name: 'GET /whoami',
          attributes: {
            'http.request.method': 'GET',
            'http.route': '/whoami',
            'http.response.status_code': 200,
          },
        },
      ]);
      expect(traced.collector.received[0]).toMatch(/^POST \/v1\/traces /);
      expect(traced.collector.received[0]).toContain(
        '{"key":"service.name","value":{"stringValue":"lifeguard"}}',
      );
    },
  );

  it.concurrent('continue the trace of a caller, whose id is also logged', async () => {
    const traced = await start();
    const running = traced.service;
    await running.ask('/whoami', { token, headers: { traceparent: TRACEPARENT } });
    await running.stop();
    expect(traced.served).toMatchObject([{ traceId: TRACE, parentSpanId: PARENT }]);
    expect(requestLine(running, '/whoami')).toMatchObject({ traceId: TRACE });
  });

  it.concurrent('start here if the caller sends no valid traceparent, and their id is logged', async () => {
    const traced = await start();
    const running = traced.service;
    await running.ask('/whoami', { token, headers: { traceparent: `00-${'0'.repeat(32)}-${PARENT}-01` } });
    await running.stop();
    const [span] = traced.served;
    expect(span?.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(span?.parentSpanId).toBeUndefined();
    expect(requestLine(running, '/whoami')).toMatchObject({ traceId: span?.traceId });
  });

  it.concurrent(
    'have a child span for each call to Cognito, without adding trace headers to it',
    async () => {
      const traced = await start();
      const running = traced.service;
      await running.ask('/me', { token, headers: { traceparent: TRACEPARENT, baggage: 'a=b' } });
      await running.ask('/auth/sign-in', { method: 'POST', body: { username: 'alice', password: 'x' } });
      await running.stop();
      for (const [route, action] of [
        ['GET /me', 'GetUser'],
        ['POST /auth/sign-in', 'InitiateAuth'],
      ] as const) {
        const [request] = traced.named(route);
        expect(traced.named(`Cognito ${action}`)).toMatchObject([
          {
            traceId: request?.traceId,
            parentSpanId: request?.spanId,
            attributes: { 'rpc.method': action, 'http.response.status_code': 200 },
          },
        ]);
      }
      for (const name of ['traceparent', 'tracestate', 'baggage'])
        expect(traced.cognito.requests.map(({ headers }) => headers[name])).toEqual([undefined, undefined]);
    },
  );

  it.concurrent('have a child span for a key read that a request waits for', async () => {
    const traced = await start();
    const running = traced.service;
    await sleep(COOLDOWN_MS);
    traced.keyServer.publish(key, newKey);
    await running.ask('/whoami', { token: signToken(newKey) });
    await running.stop();
    const [request] = traced.served;
    const [atStart, onDemand] = traced.named('read signing keys');
    expect(request?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(atStart?.parentSpanId).toBeUndefined();
    expect(onDemand).toMatchObject({ traceId: request?.traceId, parentSpanId: request?.spanId });
  });

  it.concurrent('contain no tokens, addresses, users, hosts or user agents', async () => {
    const traced = await start();
    const running = traced.service;
    const personal = {
      'user-agent': 'agent-of-alice/1.0',
      cookie: 'session=cookie-of-alice',
      'x-forwarded-for': '203.0.113.77',
      'x-request-id': 'request-of-alice',
      tracestate: 'vendor=state-of-alice',
      baggage: 'user=baggage-of-alice',
      traceparent: TRACEPARENT,
    };
    await running.ask(`/me?access_token=${token}&email=alice@example.com`, { token, headers: personal });
    await running.ask('/users/alice-in-the-path', { token: admin, headers: personal });
    await running.ask('/users?filter=email%20%3D%20%22query-of-alice%22', {
      token: admin,
      headers: personal,
    });
    await running.ask('/no/route-of-alice', { headers: personal });
    await running.ask('/auth/sign-in', {
      method: 'POST',
      headers: personal,
      body: { username: 'alice-signs-in', password: 'password-of-alice' },
    });
    await running.stop();
    expect(traced.served.map(({ name }) => name)).toEqual([
      'GET /me',
      'GET /users/:username',
      'GET /users',
      'GET',
      'POST /auth/sign-in',
    ]);
    const sent = traced.collector.received.join('\n');
    for (const each of [token, admin].flatMap((jwt) => jwt.split('.'))) expect(sent).not.toContain(each);
    for (const each of [
      '-of-alice',
      'alice',
      'example.com',
      '203.0.113.77',
      'the-secret-key',
      traced.cognito.url.slice(7),
    ])
      expect(sent).not.toContain(each);
    for (const name of traced.collector.spans.flatMap(({ attributes }) => Object.keys(attributes)))
      expect(name).toMatch(
        /^(?:http\.(?:request\.method|route|response\.status_code)|rpc\.\w+|error\.type)$/,
      );
  });

  it.concurrent.each(['is unreachable', 'never responds'])(
    'do not affect requests if the collector %s',
    async (how) => {
      const unreachable = `http://127.0.0.1:${await freePort()}`;
      const environment = (url: string) => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: how === 'is unreachable' ? unreachable : url,
        OTEL_BSP_SCHEDULE_DELAY: '50',
      });
      const traced = await start(environment, true);
      const running = traced.service;
      for (let count = 0; count < 20; count += 1)
        expect(await running.ask('/me', { token })).toMatchObject({ status: 200 });
      const { code, afterMs } = await running.stop();
      expect(code).toBe(0);
      expect(afterMs).toBeLessThan(9000);
      // Probes that came before the instance was ready have logged warnings.
      const faults = running.log.filter((line) => /"level":[456]0|Error/.test(line));
      expect(faults.filter((line) => !line.includes('"code":"not_ready"'))).toEqual([]);
    },
  );
});

function requestLine({ log }: ServiceProcess, route: string): unknown {
  const line = log.find((each) => each.includes('"msg":"request"') && each.includes(`"route":"${route}"`));
  return line === undefined ? undefined : JSON.parse(line);
}
