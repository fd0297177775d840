import {
  Controller,
  Delete,
  Get,
  Module,
  Param,
  Post,
  Sse,
  VersioningType,
  type INestApplication,
  type VersioningOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Groups, LifeguardModule, Owner, Public, Scopes, UserPools } from 'lifeguard-auth';
import {
  anonymous,
  anyCaller,
  createTestIssuer,
  everyRoute,
  expectOnly,
  type TestIssuer,
} from 'lifeguard-auth/testing';
import { interval } from 'rxjs';

@Controller('orders')
class OrdersController {
  @Get()
  list(): object {
    return {};
  }

  @Public()
  @Get('menu')
  menu(): object {
    return {};
  }

  @Groups('admin')
  @Delete(':id')
  remove(@Param('id') id: string): object {
    return { id };
  }

  @Scopes('orders/write')
  @Post()
  add(): never {
    throw new Error('Handlers may fail: the caller was admitted.');
  }

  @Owner('sub')
  @Get('of/:sub')
  own(): object {
    return {};
  }

  @Sse('ticks')
  ticks(): object {
    return interval(1000);
  }
}

const admin = { groups: ['admin'] };
const writer = { machine: true, scopes: ['orders/write'] };
const owner = { sub: 'alice', params: { sub: 'alice' } };
const TABLE = {
  'GET /orders': [anyCaller],
  'GET /orders/menu': [anonymous],
  'DELETE /orders/:id': [admin],
  'POST /orders': [writer],
  'GET /orders/of/:sub': [owner],
  'GET /orders/ticks': [anyCaller],
} as const;

describe.each(['Fastify', 'Express'])('expectOnly on %s', (platform) => {
  let issuer: TestIssuer;
  let app: INestApplication;

  beforeAll(async () => {
    issuer = await createTestIssuer();
    @Module({ imports: [LifeguardModule.forRoot(issuer.options)], controllers: [OrdersController] })
    class AppModule {}
    const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
    app = await NestFactory.create(AppModule, adapter, { logger: false, forceCloseConnections: true });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await issuer.close();
  });

  const faultsOf = async (
    ...given: Parameters<typeof expectOnly> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ) => {
    const failure: unknown = await expectOnly(app, issuer, ...given).catch((error: unknown) => error);
    return failure instanceof Error ? failure.message.split('\n') : [];
  };

  it('passes if exactly the listed callers get in', async () => {
    expect(await faultsOf(TABLE, { complete: true })).toEqual([]);
  });

  it('reports a caller that gets in without being listed', async () => {
    expect(
      await faultsOf({ 'GET /orders': [admin], 'DELETE /orders/:id': [admin], 'POST /orders': [writer] }),
    ).toEqual([`GET /orders: ${JSON.stringify(writer)} gets in (200)`]);
  });

  it('reports a route that is public without being listed as such', async () => {
    expect(await faultsOf({ 'GET /orders/menu': [anyCaller] })).toEqual([
      'GET /orders/menu: a caller without a token gets in (200)',
      'GET /orders/menu: an expired token gets in (200)',
      'GET /orders/menu: a forged token gets in (200)',
    ]);
  });

  it('reports a listed caller that is refused, and tries further callers', async () => {
    const support = { groups: ['support'] };
    expect(await faultsOf({ 'DELETE /orders/:id': [support] }, { callers: [admin] })).toEqual([
      `DELETE /orders/:id: ${JSON.stringify(support)} is refused (403)`,
      `DELETE /orders/:id: ${JSON.stringify(admin)} gets in (200)`,
    ]);
  });

  it('reports a row without a route, and with `complete` a route without a row', async () => {
    const { 'GET /orders': _, ...others } = TABLE;
    expect(await faultsOf({ ...others, 'PUT /orders': [admin] }, { complete: true })).toEqual([
      'PUT /orders: there is no such route',
      'GET /orders: has no row in the table',
    ]);
  });

  it('reports answers that do not come from the route', async () => {
    @Module({ imports: [LifeguardModule.forRoot(issuer.options)], controllers: [OrdersController] })
    class PrefixedModule {}
    const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
    const prefixed = await NestFactory.create(PrefixedModule, adapter, { logger: false });
    prefixed.setGlobalPrefix('api');
    const menu = { 'GET /orders/menu': [anonymous] } as const;
    await expect(expectOnly(prefixed, issuer, menu)).rejects.toThrow(
      'GET /orders/menu: a caller without a token does not reach the route (404)',
    );
    await expect(expectOnly(prefixed, issuer, menu, { prefix: 'api' })).resolves.toBeUndefined();
    await prefixed.close();
  });

  it('throws if the key server does not answer, instead of counting a refusal', async () => {
    app.get(UserPools).stop();
    const other = await createTestIssuer();
    await other.close();
    @Module({ imports: [LifeguardModule.forRoot(other.options)], controllers: [OrdersController] })
    class OtherModule {}
    const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
    const outage = await NestFactory.create(OtherModule, adapter, { logger: false });
    await expect(expectOnly(outage, other, { 'DELETE /orders/:id': [admin] })).rejects.toThrow('503');
    await outage.close();
  });

  it('lists every route with its policy', () => {
    expect(everyRoute(app).map(({ method, path, policy }) => `${method} ${path}: ${policy}`)).toEqual([
      'GET /orders: any valid access token',
      'POST /orders: scope `orders/write`',
      'DELETE /orders/:id: group `admin`',
      'GET /orders/menu: public: no token is needed',
      "GET /orders/of/:sub: the parameter `sub` being the caller's own sub",
      'GET /orders/ticks: any valid access token',
    ]);
  });
});

@Controller({ path: 'orders', version: '1' })
class FirstVersion {
  @Public()
  @Get()
  list(): object {
    return { version: 1 };
  }
}

@Controller({ path: 'orders', version: '2' })
class SecondVersion {
  @Groups('admin')
  @Get()
  list(): object {
    return { version: 2 };
  }
}

describe.each(['Fastify', 'Express'])('expectOnly with versions on %s', (platform) => {
  it.each<[string, VersioningOptions, (version: number) => Record<string, string>]>([
    [
      'a header',
      { type: VersioningType.HEADER, header: 'x-version' },
      (version) => ({ 'x-version': String(version) }),
    ],
    [
      'the media type',
      { type: VersioningType.MEDIA_TYPE, key: 'v=' },
      (version) => ({ accept: `application/json;v=${version}` }),
    ],
  ])('asserts the version that %s selects', async (_, versioning, headersOf) => {
    const issuer = await createTestIssuer();
    @Module({
      imports: [LifeguardModule.forRoot(issuer.options)],
      controllers: [FirstVersion, SecondVersion],
    })
    class AppModule {}
    const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
    const app = await NestFactory.create(AppModule, adapter, { logger: false, forceCloseConnections: true });
    app.enableVersioning(versioning);
    const expectRow = (row: (typeof admin | null)[], headers: Record<string, string>) =>
      expectOnly(app, issuer, { 'GET /orders': row }, { headers, callers: [admin] });
    await expectRow([anonymous], headersOf(1));
    await expectRow([admin], headersOf(2));
    await expect(expectRow([anonymous], headersOf(2))).rejects.toThrow('is refused');
    await expect(expectRow([admin], headersOf(1))).rejects.toThrow('a caller without a token gets in (200)');
    await expect(expectRow([admin], {})).rejects.toThrow('does not reach the route (404)');
    const token = { authorization: `Bearer ${issuer.token(admin)}` };
    await expectRow([admin], { ...headersOf(2), ...token });
    await app.close();
    await issuer.close();
  });
});
