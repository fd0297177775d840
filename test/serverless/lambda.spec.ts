import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import type { LambdaAnswer } from '../../src/serverless/adapted-answer';
import type { HttpEvent } from '../../src/serverless/events';
import { createHandler, type LambdaHandler } from '../../src/serverless/handler';
import { requireSharedState } from '../../src/serverless/start';

let pool: EmbeddedPool;
let app: NestFastifyApplication;
let handler: LambdaHandler;

// The AWS SDK reads its credentials from the environment, and does not send a signed call without them.
beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  pool = await startEmbeddedPool();
  app = await createApp(parseSettings({ ...pool.env(), AUTH_RATE_LIMIT: '3/60' }), createLogger('silent'));
  handler = await createHandler(app);
}, 60_000);
afterAll(async () => {
  await app.close();
  await pool.close();
});

const HOST = 'abc.execute-api.us-east-1.amazonaws.com';

interface Request {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly base64?: boolean;
  readonly sourceIp?: string;
}

const joined = (query: Request['query'] = {}): string =>
  Object.entries(query)
    .flatMap(([name, values]) => values.map((value) => `${name}=${encodeURIComponent(value)}`))
    .join('&');

/** One request in the format of each of the four senders. */
const EVENTS: Readonly<Record<string, (request: Request) => HttpEvent>> = {
  'a REST API (1.0)': ({ method = 'GET', path, query, headers = {}, body, base64, sourceIp }) => ({
    httpMethod: method,
    path,
    headers: { Host: HOST, ...headers },
    multiValueHeaders: Object.fromEntries(
      Object.entries({ Host: HOST, ...headers }).map(([n, v]) => [n, [v]]),
    ),
    multiValueQueryStringParameters: query ?? null,
    body: body ?? null,
    isBase64Encoded: base64 ?? false,
    requestContext: { stage: 'prod', requestId: 'rest-1', identity: { sourceIp: sourceIp ?? '203.0.113.1' } },
  }),
  'an HTTP API (2.0)': ({ method = 'GET', path, query, headers = {}, body, base64, sourceIp }) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath: `/prod${decodeURIComponent(path)}`,
    rawQueryString: joined(query),
    headers: { host: HOST, ...headers },
    ...(body !== undefined && { body }),
    isBase64Encoded: base64 ?? false,
    requestContext: {
      stage: 'prod',
      domainName: HOST,
      requestId: 'http-1',
      http: { method, path, sourceIp: sourceIp ?? '203.0.113.2' },
    },
  }),
  'a Function URL (2.0)': ({ method = 'GET', path, query, headers = {}, body, base64, sourceIp }) => ({
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: joined(query),
    headers: { host: 'x.lambda-url.us-east-1.on.aws', ...headers },
    ...(body !== undefined && { body }),
    isBase64Encoded: base64 ?? false,
    requestContext: {
      stage: '$default',
      domainName: 'x.lambda-url.us-east-1.on.aws',
      requestId: 'url-1',
      http: { method, path, sourceIp: sourceIp ?? '203.0.113.3' },
    },
  }),
  'a load balancer': ({ method = 'GET', path, query, headers = {}, body, base64, sourceIp }) => ({
    httpMethod: method,
    path,
    queryStringParameters: Object.fromEntries(
      Object.entries(query ?? {}).map(([name, values]) => [name, encodeURIComponent(values.at(-1) ?? '')]),
    ),
    headers: { host: 'lb', ...headers, 'x-forwarded-for': `198.51.100.7, ${sourceIp ?? '203.0.113.4'}` },
    body: body ?? '',
    isBase64Encoded: base64 ?? false,
    requestContext: { elb: { targetGroupArn: 'arn' } },
  }),
};

const bodyOf = ({ body }: LambdaAnswer): Record<string, unknown> =>
  JSON.parse(body) as Record<string, unknown>;

const json = { 'content-type': 'application/json' };

const tokenOf = (username: string, groups?: readonly string[]): string =>
  pool.mint({
    sub: `sub-${username}`,
    username,
    scope: 'openid',
    ...(groups && { 'cognito:groups': groups }),
  });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe.each(Object.entries(EVENTS))('the service behind %s (no gateway involved)', (_sender, eventOf) => {
  it('answers a public route', async () => {
    expect(await handler(eventOf({ path: '/health/live' }))).toMatchObject({ statusCode: 200 });
  });

  it('identifies the caller by the access token', async () => {
    const answer = await handler(eventOf({ path: '/whoami', headers: bearer(tokenOf('alice')) }));
    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toMatchObject({ kind: 'user', username: 'alice' });
  });

  it('answers 401 with the challenge without a token', async () => {
    const answer = await handler(eventOf({ path: '/whoami' }));
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer realm="lifeguard"',
      'content-type': 'application/problem+json',
    });
  });

  it('ignores an authorizer result in the event', async () => {
    const event = eventOf({ path: '/whoami' });
    const authorizer = { claims: { sub: 'x' }, jwt: { claims: { sub: 'x' } }, lambda: { sub: 'x' } };
    const forged = { ...event, requestContext: { ...event.requestContext, authorizer } };
    expect(await handler(forged)).toMatchObject({ statusCode: 401 });
  });

  it('answers 404 to an unknown route and 405 with Allow to a wrong method', async () => {
    expect(bodyOf(await handler(eventOf({ path: '/nowhere' })))).toMatchObject({ code: 'route_not_found' });
    const wrong = await handler(eventOf({ path: '/whoami', method: 'DELETE' }));
    expect(wrong).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('keeps a comma in a query', async () => {
    const query = { filter: ['email ^= "a,b"'], limit: ['2'] };
    const answer = await handler(
      eventOf({ path: '/users', query, headers: bearer(tokenOf('root', ['admin'])) }),
    );
    expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('"items":[]')]);
  });

  it('reads bodies as text and as base64', async () => {
    const body = JSON.stringify({ username: 'nobody', password: 'Wrong-Pass-1' });
    for (const [text, base64] of [
      [body, false],
      [Buffer.from(body).toString('base64'), true],
    ] as const) {
      const request = { method: 'POST', path: '/auth/sign-in', body: text, base64, headers: json };
      const sourceIp = `192.0.2.${2 * Object.values(EVENTS).indexOf(eventOf) + Number(base64)}`;
      const answer = await handler(eventOf({ ...request, sourceIp }));
      expect(bodyOf(answer)).toMatchObject({ code: 'bad_credentials' });
    }
  });

  it('refuses invalid UTF-8 in a body, and a body over 1 MB', async () => {
    const headers = { ...json, ...bearer(tokenOf('root', ['admin'])) };
    const invalid = Buffer.from([0x22, 0xff, 0x22]).toString('base64');
    const request = { method: 'POST', path: '/groups', headers };
    expect(await handler(eventOf({ ...request, body: invalid, base64: true }))).toMatchObject({
      statusCode: 400,
    });
    const large = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    expect(bodyOf(await handler(eventOf({ ...request, body: large })))).toMatchObject({
      code: 'body_too_large',
    });
  });

  it('counts requests by the source address of the event, not by a header', async () => {
    const sourceIp = `192.0.2.${100 + Object.values(EVENTS).indexOf(eventOf)}`;
    const attempt = (client: string, forwarded: string) => {
      const headers = { ...json, 'x-real-ip': forwarded, 'x-forwarded-for': forwarded };
      return handler(
        eventOf({ method: 'POST', path: '/auth/sign-in', body: '{}', headers, sourceIp: client }),
      );
    };
    const statuses: number[] = [];
    for (const forwarded of ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4']) {
      // One after another: the fourth must find the count of the first three.
      statuses.push((await attempt(sourceIp, forwarded)).statusCode);
    }
    expect(statuses).toEqual([400, 400, 400, 429]);
    expect(await attempt(`198.51.100.${sourceIp.split('.')[3]}`, '1.1.1.1')).toMatchObject({
      statusCode: 400,
    });
  });

  it('sends every header as a string', async () => {
    const { headers = {} } = await handler(eventOf({ path: '/health/live' }));
    expect(Object.values(headers).every((value) => typeof value === 'string')).toBe(true);
  });
});

describe('differences between the senders', () => {
  it('refuses two Authorization headers of a REST API and of an HTTP API', async () => {
    const token = bearer(tokenOf('alice')).authorization;
    const rest = EVENTS['a REST API (1.0)']?.({ path: '/whoami' }) as HttpEvent;
    const several = { ...rest.multiValueHeaders, Authorization: [token, token] };
    const first = await handler({
      ...rest,
      headers: { ...rest.headers, Authorization: token },
      multiValueHeaders: several,
    });
    expect(bodyOf(first)).toMatchObject({ code: 'invalid_request' });
    const second = await handler(
      EVENTS['an HTTP API (2.0)']?.({
        path: '/whoami',
        headers: { authorization: `${token},${token}` },
      }) as HttpEvent,
    );
    expect(bodyOf(second)).toMatchObject({ code: 'invalid_request' });
  });

  it('refuses several values of a single-value header', async () => {
    const event = EVENTS['a REST API (1.0)']?.({
      path: '/users',
      query: { limit: ['1', '2'] },
      headers: bearer(tokenOf('root', ['admin'])),
    }) as HttpEvent;
    expect(bodyOf(await handler(event))).toMatchObject({ code: 'validation_failed' });
  });

  it('answers 400 to a path that an HTTP API made ambiguous', async () => {
    const event = EVENTS['an HTTP API (2.0)']?.({ path: '/users/50%25' }) as HttpEvent;
    const answer = await handler(event);
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(bodyOf(answer)).toMatchObject({ code: 'validation_failed', requestId: 'http-1' });
  });

  it('returns several values of a header to a load balancer with multi-value headers', async () => {
    const event: HttpEvent = {
      httpMethod: 'GET',
      path: '/whoami',
      multiValueHeaders: { host: ['lb'], authorization: [bearer(tokenOf('alice')).authorization] },
      requestContext: { elb: {} },
    };
    const answer = await handler(event);
    expect(answer.statusCode).toBe(200);
    expect(answer.multiValueHeaders?.['content-type']).toEqual(['application/json; charset=utf-8']);
    expect(answer).not.toHaveProperty('headers');
  });
});

describe('startup as a Lambda function', () => {
  const settings = (more: Record<string, string>) =>
    parseSettings({
      AWS_REGION: 'us-east-1',
      COGNITO_USER_POOL_ID: 'us-east-1_x',
      COGNITO_CLIENT_IDS: 'web',
      ...more,
    });

  it('fails without a shared store, unless LAMBDA_ALONE accepts that', () => {
    expect(() => requireSharedState(settings({}))).toThrow(/^REDIS_URL: .*LAMBDA_ALONE=accept/);
    expect(() => requireSharedState(settings({ LAMBDA_ALONE: 'accept' }))).not.toThrow();
    expect(() => requireSharedState(settings({ REDIS_URL: 'redis://127.0.0.1' }))).not.toThrow();
    expect(() => settings({ LAMBDA_ALONE: 'yes' })).toThrow('LAMBDA_ALONE: must be `accept`');
  });
});
