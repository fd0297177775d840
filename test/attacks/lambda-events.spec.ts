import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { createAuthorizer, type AuthorizerHandler } from '../../src/serverless/authorizer';
import type { AuthorizerEvent } from '../../src/serverless/authorizer.events';
import type { HttpEvent } from '../../src/serverless/events';
import { createHandler, type LambdaHandler } from '../../src/serverless/handler';

const ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod/GET';

let pool: EmbeddedPool;
let app: NestFastifyApplication;
let handler: LambdaHandler;
let authorize: AuthorizerHandler;
let alice: string;
let bob: string;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  app = await createApp(parseSettings({ ...pool.env(), AUTH_RATE_LIMIT: 'off' }), createLogger('silent'));
  handler = await createHandler(app);
  authorize = createAuthorizer(app, 'policy');
  [alice, bob] = ['alice', 'bob'].map(
    (username) => `Bearer ${pool.mint({ sub: `sub-${username}`, username, scope: 'openid' })}`,
  ) as [string, string];
}, 60_000);
afterAll(async () => {
  await app.close();
  await pool.close();
});

const whoami = (headers: object, multiValueHeaders?: object): HttpEvent =>
  ({
    httpMethod: 'GET',
    path: '/whoami',
    headers,
    multiValueHeaders,
    requestContext: { stage: 'prod', identity: { sourceIp: '203.0.113.1' } },
  }) as HttpEvent;

describe('an event of a REST API with two tokens (no gateway involved)', () => {
  const pairs: [string, () => HttpEvent][] = [
    ['in two spellings of the name', () => whoami({ Authorization: alice, authorization: bob })],
    ['in two spellings, twice the same', () => whoami({ Authorization: alice, authorization: alice })],
    [
      'in two spellings with several values',
      () =>
        whoami(
          { Authorization: alice, authorization: bob },
          { Authorization: [alice], authorization: [bob] },
        ),
    ],
    [
      'where one value and several disagree',
      () => whoami({ Authorization: alice }, { Authorization: [bob] }),
    ],
    ['as a list where one value is meant', () => whoami({ Authorization: [alice, bob] })],
  ];

  it.each(pairs)('is refused %s, by the service and by the authorizer', async (_, event) => {
    const { statusCode, body } = await handler(event());
    expect([statusCode, JSON.parse(body)]).toMatchObject([400, { code: 'invalid_request' }]);
    await expect(authorize({ ...event(), type: 'REQUEST', methodArn: `${ARN}/whoami` })).rejects.toThrow(
      /^Unauthorized$/,
    );
  });

  it('is accepted if the multi-value header has a single value', async () => {
    const event = whoami({}, { Authorization: [alice] });
    expect(await handler(event)).toMatchObject({ statusCode: 200 });
    expect(JSON.stringify(await authorize({ ...event, methodArn: `${ARN}/whoami` }))).toContain('"Allow"');
  });

  it('does not read headers from the prototype of the headers object', async () => {
    const headers = JSON.parse(`{"__proto__":{"authorization":${JSON.stringify(alice)}}}`) as object;
    expect(await handler(whoami(headers))).toMatchObject({ statusCode: 401 });
    expect(await handler(whoami({}, JSON.parse('{"__proto__":["a","b"]}') as object))).toMatchObject({
      statusCode: 401,
    });
  });
});

describe('an event that no gateway sends', () => {
  const EVENTS: [string, unknown][] = [
    ['nothing', null],
    ['no context', { httpMethod: 'GET', path: '/whoami', requestContext: null }],
    ['a list as path', { ...whoami({}), path: ['/whoami'] }],
    ['a number as path', { ...whoami({}), path: 5 }],
    ['a method that is none', { ...whoami({}), httpMethod: 'A B' }],
    ['a method that HTTP does not have', { ...whoami({}), httpMethod: 'FETCH' }],
    ['a method in lower case', { ...whoami({}), httpMethod: 'get' }],
    ['no method', { ...whoami({}), httpMethod: undefined }],
    ['a number as method', { ...whoami({}), httpMethod: 5 }],
    ['an object as body', { ...whoami({}), body: { a: 1 } }],
    ['a text as cookies', { ...whoami({}), cookies: 'a=b' }],
    ['a text as the values of a query', { ...whoami({}), multiValueQueryStringParameters: { a: 'b' } }],
    [
      'an address with a text as request id',
      { ...whoami({}), path: '/a/..', requestContext: { requestId: 7 } },
    ],
  ];

  it.each(EVENTS)('is answered with a 400 that does not reveal the fault: %s', async (_, event) => {
    const { statusCode, body } = await handler(event as HttpEvent);
    expect([statusCode, JSON.parse(body)]).toMatchObject([400, { code: 'validation_failed' }]);
    expect(body).not.toMatch(/TypeError|not a function|Cannot read/);
  });

  it('is logged with its cause and without the event', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const logged = await createHandler(app, logger);
    await logged({ ...whoami({ authorization: bob }), path: 5 } as unknown as HttpEvent);
    expect(lines).toEqual([expect.stringContaining('TypeError')]);
    expect(lines.join('')).toContain('requestId');
    expect(lines.join('')).not.toContain(bob);
  });

  it.each(EVENTS)('is never allowed by the authorizer: %s', async (_, event) => {
    const asked = Object.assign(Object(event) as object, { headers: { authorization: 'Bearer x' } });
    const answer = await authorize(asked as AuthorizerEvent).catch((error: unknown) => String(error));
    expect(JSON.stringify(answer)).not.toContain('"Allow"');
  });

  it('is served if the values of a header are null or numbers', async () => {
    const event = whoami({ authorization: alice, accept: 5 }, { accept: null });
    expect(await handler(event)).toMatchObject({ statusCode: 200 });
  });

  it('is served if the query contains half of a surrogate pair', async () => {
    const event = { ...whoami({ authorization: alice }), queryStringParameters: { a: '\ud800' } };
    expect(await handler(event)).toMatchObject({ statusCode: 200 });
  });
});

it('the authorizer refuses a dot segment below a public route, which another parser would remove', async () => {
  for (const path of ['docs/..', 'docs/%2E%2e', 'docs/.']) {
    const answer = await authorize({ type: 'TOKEN', methodArn: `${ARN}/${path}`, authorizationToken: alice });
    expect(JSON.stringify(answer)).toContain('"Deny"');
  }
});
