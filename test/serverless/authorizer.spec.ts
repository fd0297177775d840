import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { All, Controller, Get, Head, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import * as fc from 'fast-check';
import { Groups, Revocations } from 'lifeguard-auth';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { createAuthorizer, type AuthorizerHandler } from '../../src/serverless/authorizer';
import type { PolicyAnswer } from '../../src/serverless/authorizer.answers';
import type { AuthorizerEvent } from '../../src/serverless/authorizer.events';

const ARN = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod';

let pool: EmbeddedPool;
let app: NestFastifyApplication;
let authorize: AuthorizerHandler;
let simple: AuthorizerHandler;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  app = await createApp(parseSettings({ ...pool.env(), AUTH_RATE_LIMIT: 'off' }), createLogger('silent'));
  await app.getHttpAdapter().getInstance().ready();
  authorize = createAuthorizer(app, 'policy');
  simple = createAuthorizer(app, 'simple');
}, 60_000);
afterAll(async () => {
  await app.close();
  await pool.close();
});

const tokenOf = (username: string, claims: Record<string, unknown> = {}): string =>
  pool.mint({ sub: `sub-${username}`, username, scope: 'aws.cognito.signin.user.admin', ...claims });

const machine = (): string => pool.mintMachineToken(['lifeguard/users.read']);

const admin = (): string => tokenOf('root', { 'cognito:groups': ['admin'] });

/** The same request in every event format of API Gateway. */
const EVENTS: Readonly<Record<string, (method: string, path: string, token?: string) => AuthorizerEvent>> = {
  'a REST API, TOKEN': (method, path, token) => ({
    type: 'TOKEN',
    methodArn: `${ARN}/${method}${path}`,
    ...(token !== undefined && { authorizationToken: `Bearer ${token}` }),
  }),
  'a REST API, REQUEST': (method, path, token) => ({
    type: 'REQUEST',
    methodArn: `${ARN}/${method}${path}`,
    httpMethod: method,
    path,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    multiValueHeaders: token === undefined ? {} : { Authorization: [`Bearer ${token}`] },
    requestContext: { stage: 'prod' },
  }),
  'an HTTP API, 1.0': (method, path, token) => ({
    version: '1.0',
    type: 'REQUEST',
    methodArn: `${ARN}/${method}${path}`,
    httpMethod: method,
    path: `/prod${path}`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    requestContext: { stage: 'prod', domainName: 'abcdef123.execute-api.us-east-1.amazonaws.com' },
  }),
  'an HTTP API, 2.0': (method, path, token) => ({
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${ARN}/${method}${path}`,
    rawPath: `/prod${path}`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    requestContext: {
      stage: 'prod',
      domainName: 'abcdef123.execute-api.us-east-1.amazonaws.com',
      http: { method, path },
    },
  }),
};

const effectOf = (answer: unknown): string => (answer as PolicyAnswer).policyDocument.Statement[0].Effect;

describe.each(Object.entries(EVENTS))('the authorizer of %s (no gateway involved)', (_form, eventOf) => {
  it('allows a caller that the policy of the route admits, for this one request', async () => {
    expect(await authorize(eventOf('GET', '/me', tokenOf('alice')))).toEqual({
      principalId: 'sub-alice',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${ARN}/GET/me` }],
      },
      context: {
        sub: 'sub-alice',
        kind: 'user',
        username: 'alice',
        clientId: pool.clients.public.id,
        groups: '',
        scopes: 'aws.cognito.signin.user.admin',
      },
    });
  });

  it.each([
    ['GET', '/users', () => tokenOf('alice'), 'Deny'],
    ['GET', '/users/alice', admin, 'Allow'],
    ['GET', '/users', machine, 'Allow'],
    ['POST', '/users', machine, 'Deny'],
    ['GET', '/nowhere', admin, 'Deny'],
    ['TRACE', '/me', admin, 'Deny'],
  ])('answers %s %s according to the policy', async (method, path, token, effect) => {
    expect(effectOf(await authorize(eventOf(method, path, token())))).toBe(effect);
  });

  it('allows a public route without a token', async () => {
    for (const path of ['/health/live', '/docs', '/openapi.json']) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await authorize(eventOf('GET', path))).toMatchObject({ principalId: 'anonymous' });
      // oxlint-disable-next-line no-await-in-loop
      expect(effectOf(await authorize(eventOf('GET', path)))).toBe('Allow');
    }
  });

  it('fails with Unauthorized without a token, and with an invalid one', async () => {
    const expired = tokenOf('alice', { exp: Math.floor(Date.now() / 1000) - 60 });
    const idToken = tokenOf('alice', { token_use: 'id' });
    for (const token of [undefined, '', 'not.a.token', expired, idToken]) {
      // oxlint-disable-next-line no-await-in-loop
      await expect(authorize(eventOf('GET', '/me', token))).rejects.toThrow(/^Unauthorized$/);
    }
  });

  it('refuses a revoked token at once', async () => {
    const token = tokenOf('carol', { sub: `sub-carol-${Object.values(EVENTS).indexOf(eventOf)}` });
    expect(effectOf(await authorize(eventOf('GET', '/me', token)))).toBe('Allow');
    await app.get(Revocations).revokeUser(`sub-carol-${Object.values(EVENTS).indexOf(eventOf)}`);
    await expect(authorize(eventOf('GET', '/me', token))).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('the files of the documentation', () => {
  const paths = [
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-init.js',
    '/docs/package.json',
    '/docs/%2e%2epackage',
    '/docs/x',
  ];

  it.each(paths)('are allowed if the service serves them: %s', async (path) => {
    const { statusCode } = await app.inject(path);
    const rest = EVENTS['a REST API, REQUEST'] as (
      method: string,
      path: string,
      token?: string,
    ) => AuthorizerEvent;
    const effect = effectOf(await authorize(rest('GET', path, tokenOf('alice'))));
    expect(effect).toBe(statusCode === 200 ? 'Allow' : 'Deny');
  });
});

describe('the answers of the authorizer', () => {
  const http = EVENTS['an HTTP API, 2.0'] as (
    method: string,
    path: string,
    token?: string,
  ) => AuthorizerEvent;

  it('are simple for an HTTP API with simple responses, and policies for every other sender', async () => {
    expect(await simple(http('GET', '/users', admin()))).toMatchObject({
      isAuthorized: true,
      context: { kind: 'user' },
    });
    expect(await simple(http('GET', '/users', tokenOf('alice')))).toMatchObject({ isAuthorized: false });
    expect(await simple(http('GET', '/health/live'))).toEqual({ isAuthorized: true });
    const rest = EVENTS['a REST API, TOKEN']?.('GET', '/users', admin()) as AuthorizerEvent;
    expect(effectOf(await simple(rest))).toBe('Allow');
  });

  it('contain only strings and stay under 8 KB, with 100 groups and a name with a space', async () => {
    const groups = Array.from({ length: 100 }, (_, index) => `${'g'.repeat(100)}${index}`);
    for (const list of [['a b', 'support'], groups]) {
      const token = tokenOf('bob', { 'cognito:groups': list });
      // oxlint-disable-next-line no-await-in-loop
      const answer = (await authorize(http('GET', '/me', token))) as PolicyAnswer;
      expect(Object.values(answer.context ?? {}).every((value) => typeof value === 'string')).toBe(true);
      expect(answer.context?.['groups']).toBe(list === groups ? '' : 'support');
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(8192);
    }
  });

  it('never allow a resource with a wildcard or one that is too long for a policy', async () => {
    const rest = EVENTS['a REST API, REQUEST'] as typeof http;
    expect(effectOf(await authorize(rest('GET', '/users/*', admin())))).toBe('Deny');
    expect(effectOf(await authorize(rest('GET', `/users/${'a'.repeat(128)}`, admin())))).toBe('Allow');
    expect(effectOf(await authorize(rest('GET', `/users/${'%C3%BC'.repeat(100)}`, admin())))).toBe('Deny');
  });

  it('refuse two Authorization headers', async () => {
    const rest = EVENTS['a REST API, REQUEST']?.('GET', '/me', tokenOf('alice')) as AuthorizerEvent;
    const value = rest.multiValueHeaders?.['Authorization']?.[0] ?? '';
    const event = { ...rest, multiValueHeaders: { Authorization: [value], authorization: [value] } };
    await expect(authorize(event)).rejects.toThrow(/^Unauthorized$/);
  });
});

/** Codes of a request that no policy admits, or that no route takes. */
const REFUSALS = new Set(['route_not_found', 'method_not_allowed', 'forbidden', 'insufficient_scope']);

describe('the routes of the authorizer', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'users',
      'me',
      'groups',
      'alice',
      'health',
      'live',
      'Users',
      '..',
      '.',
      '',
      '%2F',
      '%2e%2e',
      'a%20b',
      '%zz',
      ';x',
      'admin',
      'docs',
      'swagger-ui.css',
    ),
    fc.string({ maxLength: 4, unit: fc.constantFrom('a', '/', '%', '.', '+', '~') }),
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
  const method = fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'PUT', 'HEAD');

  it('are matched as by the router of the service, for every spelling', async () => {
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const eventOf = EVENTS['a REST API, TOKEN'] as (
      verb: string,
      path: string,
      token?: string,
    ) => AuthorizerEvent;
    const token = tokenOf('nobody');
    await fc.assert(
      fc.asyncProperty(method, path, async (verb, address) => {
        // A HEAD answer has no body, so GET tells why it was refused.
        const { status, code } = await send(port, verb === 'HEAD' ? 'GET' : verb, address, token);
        const refused = REFUSALS.has(code ?? '') || (status === 400 && address.includes('%'));
        const effect = effectOf(await authorize(eventOf(verb, address, token)));
        expect([verb, address, effect]).toEqual([verb, address, refused ? 'Deny' : 'Allow']);
      }),
      { numRuns: 500 },
    );
  });

  it('are not found under a verb in lower case', async () => {
    const event = EVENTS['a REST API, TOKEN']?.('get', '/me', tokenOf('alice')) as AuthorizerEvent;
    expect(effectOf(await authorize(event))).toBe('Deny');
  });
});

@Controller('team')
class TeamController {
  @Groups('admin')
  @All('any')
  any(): object {
    return {};
  }

  // Declared first, so that Fastify does not add HEAD for the second one.
  @Groups('admin')
  @Head('probe')
  probeHead(): void {}

  @Get('probe')
  probe(): object {
    return {};
  }

  @Groups('admin')
  @Get('files/*')
  file(): object {
    return {};
  }
}

describe('the routes of an additional module', () => {
  let server: NestFastifyApplication;
  let ask: AuthorizerHandler;

  beforeAll(async () => {
    const settings = parseSettings({ ...pool.env(), AUTH_RATE_LIMIT: 'off' });
    @Module({ controllers: [TeamController] })
    class TeamModule {}
    server = await createApp(settings, createLogger('silent'), [TeamModule]);
    await server.getHttpAdapter().getInstance().ready();
    ask = createAuthorizer(server, 'policy');
  });
  afterAll(() => server.close());

  it.each([
    ['POST', '/team/any'],
    ['OPTIONS', '/team/any'],
    ['GET', '/team/probe'],
    ['HEAD', '/team/probe'],
    ['GET', '/team/files/a/b'],
    ['GET', '/team/files/'],
    ['HEAD', '/team/files/a'],
  ])('are decided like in the service, and explained so: %s %s', async (method, path) => {
    for (const groups of [[], ['admin']]) {
      const token = tokenOf('alice', { 'cognito:groups': groups });
      const { statusCode } = await server.inject({
        method: method as 'GET',
        url: path,
        headers: { authorization: `Bearer ${token}` },
      });
      const effect = effectOf(
        await ask(EVENTS['a REST API, TOKEN']?.(method, path, token) as AuthorizerEvent),
      );
      expect([statusCode, effect]).toEqual(statusCode < 300 ? [statusCode, 'Allow'] : [403, 'Deny']);
      const explained = await server.inject({
        method: 'POST',
        url: '/access/explain',
        headers: { authorization: `Bearer ${admin()}` },
        payload: { as: { kind: 'user', sub: 'sub-alice', username: 'alice', groups }, method, path },
      });
      expect(explained.json()).toMatchObject({ allowed: statusCode < 300 });
    }
  });
});

/** Sends a request with the path unchanged: `fetch` would normalise it. */
function send(port: number, verb: string, address: string, token: string) {
  return new Promise<{ status: number; code?: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const sent = request(
      { port, host: '127.0.0.1', method: verb, path: address, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => {
          const body = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
          resolve({ status: answer.statusCode ?? 0, ...body });
        });
      },
    );
    sent.on('error', reject).end();
  });
}

describe('an outage of the key server', () => {
  let server: Server;
  afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  it('fails with another text than Unauthorized, and never allows', async () => {
    server = createServer((_request, response) => response.writeHead(500).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const environment = { ...pool.env(), COGNITO_JWKS_URI: `http://127.0.0.1:${port}/jwks.json` };
    const down = await createApp(parseSettings(environment), createLogger('silent'));
    const event = EVENTS['a REST API, TOKEN']?.('GET', '/me', tokenOf('alice')) as AuthorizerEvent;
    await expect(createAuthorizer(down, 'policy')(event)).rejects.toThrow('could not be verified');
    await down.close();
  });
});
