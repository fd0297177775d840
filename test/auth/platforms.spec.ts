import { Controller, Get, Param } from '@nestjs/common';
import {
  AccessToken,
  anyOf,
  Authorize,
  group,
  Groups,
  LifeguardModule,
  machine,
  Owner,
  Principal,
  Public,
  Revocations,
  Scopes,
} from 'lifeguard-auth';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { CLIENT_ID, machineClaims, makeKey, nowSeconds, signToken, userClaims } from '../support/tokens';
import { startHost, type Host, type Platform } from './host';

@Controller('orders')
class OrdersController {
  @Get()
  list(@Principal() caller: Principal): Principal {
    return caller;
  }

  @Public()
  @Get('open')
  open(@Principal() caller?: Principal): object {
    return { caller: caller ?? null };
  }

  @Groups('admin')
  @Get('admin')
  admin(@AccessToken() token: string): object {
    return { parts: token.split('.').length };
  }

  @Scopes('orders/read', 'orders/all')
  @Get('scoped')
  scoped(): object {
    return {};
  }

  @Owner('sub')
  @Get('of/:sub')
  own(@Param('sub') sub: string): object {
    return { sub };
  }

  @Authorize(anyOf(machine(), group('admin')))
  @Get('either')
  either(): object {
    return {};
  }
}

const POOL_ID = 'eu-west-1_TestPool1';
const key = makeKey('k');
const sub = String(userClaims().sub);
const token = (claims: Record<string, unknown> = {}) => signToken(key, userClaims(claims));

/** The parts of an answer that a caller can rely on. */
interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly challenge: string | null;
  readonly cache: string | null;
  readonly body: Record<string, unknown>;
}

const CALLS: [string, string, Record<string, string>, number][] = [
  ['no token', '/orders', {}, 401],
  ['another scheme', '/orders', { authorization: 'Basic YTpi' }, 401],
  ['a malformed header', '/orders', { authorization: 'Bearer a b' }, 400],
  ['a token of another key', '/orders', bearer(signToken(makeKey('k'))), 401],
  ['an expired token', '/orders', bearer(token({ iat: nowSeconds() - 99, exp: nowSeconds() - 60 })), 401],
  ['a token of another issuer', '/orders', bearer(token({ iss: 'https://other' })), 401],
  ['a valid token', '/orders', bearer(token()), 200],
  ['no token at a public route', '/orders/open', {}, 200],
  ['a bad token at a public route', '/orders/open', { authorization: 'Bearer x' }, 200],
  ['no group', '/orders/admin', bearer(token()), 403],
  ['another group', '/orders/admin', bearer(token({ 'cognito:groups': ['Admin'] })), 403],
  ['the group', '/orders/admin', bearer(token({ 'cognito:groups': ['admin'] })), 200],
  ['no scope', '/orders/scoped', bearer(token()), 403],
  ['the scope', '/orders/scoped', bearer(token({ scope: 'orders/all x' })), 200],
  ['another owner', '/orders/of/somebody', bearer(token()), 403],
  ['the owner', `/orders/of/${sub}`, bearer(token()), 200],
  ['a person', '/orders/either', bearer(token()), 403],
  ['a machine', '/orders/either', bearer(signToken(key, machineClaims())), 200],
];

function bearer(accessToken: string): Record<string, string> {
  return { authorization: `Bearer ${accessToken}` };
}

async function ask(host: Host, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(host.url + path, { headers });
  const { requestId, ...body } = (await response.json()) as Record<string, unknown>;
  if (response.status >= 400) expect(requestId).toEqual(expect.stringMatching(/./));
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    cache: response.headers.get('cache-control'),
    body,
  };
}

describe('lifeguard-auth in a separate application', () => {
  let keys: KeyServer;
  const hosts = new Map<Platform, Host>();
  const hostOf = (platform: Platform): Host => {
    const host = hosts.get(platform);
    if (!host) throw new Error(`${platform} did not start`);
    return host;
  };

  beforeAll(async () => {
    keys = await startKeyServer(key);
    for (const platform of ['Fastify', 'Express'] as const)
      hosts.set(
        platform,
        await startHost(platform, {
          imports: [
            LifeguardModule.forRoot({
              userPoolId: POOL_ID,
              clientIds: [CLIENT_ID],
              jwksUri: keys.url,
              realm: 'orders',
            }),
          ],
          controllers: [OrdersController],
        }),
      );
  });
  afterAll(async () => {
    for (const host of hosts.values()) await host.close();
    await keys.close();
  });

  it.each(CALLS)('answers the same on Fastify and Express to %s (%s)', async (_, path, headers, status) => {
    const fastify = await ask(hostOf('Fastify'), path, headers);
    const express = await ask(hostOf('Express'), path, headers);
    expect(express).toEqual({
      ...fastify,
      ...(status === 200 && { cache: express.cache, type: express.type }),
    });
    expect(fastify.status).toBe(status);
    if (status >= 400) {
      expect(fastify).toMatchObject({
        type: 'application/problem+json',
        cache: 'no-store',
        body: { status },
      });
      if (status === 401) expect(fastify.challenge).toMatch(/^Bearer realm="orders"/);
    }
  });

  it('names the required scopes in the challenge, and none if no token is sufficient', async () => {
    const scope = await ask(hostOf('Express'), '/orders/scoped', bearer(token()));
    expect(scope.challenge).toMatch(
      /^Bearer realm="orders", error="insufficient_scope".*scope="orders\/read orders\/all"$/,
    );
    expect((await ask(hostOf('Express'), '/orders/admin', bearer(token()))).challenge).toBeNull();
  });

  it.each<Platform>(['Fastify', 'Express'])(
    'refuses a revoked user, session and token at once on %s',
    async (platform) => {
      const host = hostOf(platform);
      const revocations = host.get(Revocations);
      for (const [claims, revoke] of [
        [{ sub: 'user-1' }, () => revocations.revokeUser('user-1')],
        [{ origin_jti: 'session-1' }, () => revocations.revokeSession('session-1')],
        [{ jti: 'token-1' }, () => revocations.revokeToken('token-1')],
        [{ 'cognito:groups': ['gone'] }, () => revocations.revokeGroup('gone')],
      ] as const) {
        const headers = bearer(token(claims));
        for (let time = 0; time < 3; time += 1)
          expect((await ask(host, '/orders', headers)).status).toBe(200);
        const revoked = revoke();
        expect(await ask(host, '/orders', headers)).toMatchObject({
          status: 401,
          body: { code: 'token_revoked' },
        });
        await revoked;
      }
    },
  );
});

describe('lifeguard-auth while the key server is down', () => {
  it.each<Platform>(['Fastify', 'Express'])('answers 503 with Retry-After on %s', async (platform) => {
    const host = await startHost(platform, {
      imports: [
        LifeguardModule.forRoot({
          userPoolId: POOL_ID,
          clientIds: [CLIENT_ID],
          jwksUri: 'http://127.0.0.1:9/',
        }),
      ],
      controllers: [OrdersController],
    });
    const response = await fetch(`${host.url}/orders`, { headers: bearer(token()) });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ code: 'keys_unavailable' });
    await host.close();
  });
});

describe('LifeguardModule', () => {
  const start = (options: object): Promise<Host> =>
    startHost('Fastify', {
      imports: [LifeguardModule.forRoot(options as never)],
      controllers: [OrdersController],
    });

  it('prevents startup for invalid options, and lists all of them', async () => {
    const wrong = { userPoolId: 'nope', clientIds: [], realm: '"', clockTolerance: -1, guards: 'global' };
    await expect(start(wrong)).rejects.toThrow(
      [
        'userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`',
        'clientIds: must be a list of at least one app client id',
        'realm: must be printable ASCII without quotes and backslashes',
        'clockTolerance: must be a number of seconds from 0 to 300',
        'guards: is not an option',
      ].join('\n'),
    );
  });

  it.each<Platform>(['Fastify', 'Express'])('accepts options from a factory on %s', async (platform) => {
    const keys = await startKeyServer(key);
    const host = await startHost(platform, {
      imports: [
        LifeguardModule.forRootAsync({
          imports: [],
          inject: [],
          useFactory: () =>
            Promise.resolve({ userPoolId: POOL_ID, clientIds: [CLIENT_ID], jwksUri: keys.url }),
        }),
      ],
      controllers: [OrdersController],
    });
    expect((await ask(host, '/orders')).status).toBe(401);
    expect((await ask(host, '/orders', bearer(token()))).status).toBe(200);
    await host.close();
    await keys.close();
  });
});
