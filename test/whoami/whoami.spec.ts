import { Module, type CanActivate, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { map } from 'rxjs';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { CLIENT_ID, machineClaims, makeKey, signToken, userClaims } from '../support/tokens';

describe('GET /whoami', () => {
  const key = makeKey();
  let keyServer: KeyServer;
  let service: Service;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    service = await startService({ ...TEST_ENVIRONMENT, COGNITO_JWKS_URI: keyServer.url });
  });
  afterAll(async () => {
    await service.close();
    await keyServer.close();
  });

  it('returns the person of a new and of a cached token', async () => {
    const claims = userClaims({ 'cognito:groups': ['support'], scope: 'a b' });
    const token = signToken(key, claims);
    for (let time = 0; time < 2; time += 1) {
      const response = await service.call('/whoami', { token });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        kind: 'user',
        sub: claims.sub,
        username: 'alice',
        clientId: CLIENT_ID,
        groups: ['support'],
        scopes: ['a', 'b'],
        claims: JSON.parse(JSON.stringify(claims)),
      });
    }
  });

  it('returns a machine without groups, even if its token has some', async () => {
    const token = signToken(key, machineClaims({ 'cognito:groups': ['admin'] }));
    const response = await service.call('/whoami', { token });
    expect(await response.json()).toMatchObject({ kind: 'client', sub: CLIENT_ID, groups: [] });
  });

  it('returns every claim as the token has it, including those of other alphabets and nested ones', async () => {
    const claims = userClaims({
      'custom:name': 'Zoë "日本" \\ \u0000',
      nested: { list: [1, -0.5, null, { a: [] }] },
    });
    const response = await service.call('/whoami', { token: signToken(key, claims) });
    expect(response.headers.get('content-length')).toBe(
      String(Buffer.byteLength(await response.clone().text())),
    );
    expect(await response.json()).toMatchObject({ claims });
  });
});

describe('GET /whoami of an application with guards and interceptors of its own', () => {
  const key = makeKey();
  let keyServer: KeyServer;
  beforeAll(async () => {
    keyServer = await startKeyServer(key);
  });
  afterAll(() => keyServer.close());

  async function callWith(
    provider: object,
    environment: NodeJS.ProcessEnv = {},
    times = 1,
  ): Promise<Response> {
    class OwnModule {}
    Module({ providers: [provider] } as object)(OwnModule);
    const service = await startService(
      { ...TEST_ENVIRONMENT, COGNITO_JWKS_URI: keyServer.url, ...environment },
      [OwnModule],
    );
    try {
      const token = signToken(key, userClaims());
      let response = await service.call('/whoami', { token });
      for (let time = 1; time < times; time += 1) response = await service.call('/whoami', { token });
      // The body is read before the service stops.
      return new Response(await response.text(), response);
    } finally {
      await service.close();
    }
  }

  it('obeys a global guard that refuses', async () => {
    class Closed implements CanActivate {
      canActivate(context: ExecutionContext): Promise<boolean> {
        return Promise.resolve(context.getHandler().name !== 'whoami');
      }
    }
    const response = await callWith({ provide: APP_GUARD, useClass: Closed });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'forbidden' });
  });

  it('obeys a global interceptor', async () => {
    const wrapped: NestInterceptor = {
      intercept: (_, next) => next.handle().pipe(map(() => ({ own: true }))),
    };
    const response = await callWith({ provide: APP_INTERCEPTOR, useValue: wrapped });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ own: true });
  });

  it('counts requests for the limit of a principal', async () => {
    const response = await callWith({ provide: 'nothing', useValue: 0 }, { RATE_LIMIT: '2/60' }, 3);
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: 'rate_limited' });
  });
});
