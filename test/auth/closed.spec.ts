import type { AddressInfo, Server } from 'node:net';
import {
  All,
  Body,
  Controller,
  Get,
  Head,
  Injectable,
  Module,
  Param,
  Post,
  Scope,
  VersioningType,
  type CanActivate,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, NestFactory, RouterModule } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Groups, LifeguardModule, Owner, Principal, Public } from 'lifeguard-auth';
import { createTestIssuer, everyRoute, type TestIssuer } from 'lifeguard-auth/testing';
import type { Platform } from './host';

@Controller('any')
class AnyMethodController {
  @All()
  every() {
    return { reached: 'every' };
  }

  @Groups('admin')
  @All('admin')
  admin() {
    return { reached: 'admin' };
  }
}

@Controller('files')
class WildcardController {
  @Groups('admin')
  @Get('*')
  read() {
    return { reached: 'read' };
  }
}

@Controller({ path: 'versions', version: ['1', '2'] })
class VersionedController {
  @Groups('admin')
  @Get()
  list() {
    return { reached: 'list' };
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get()
  whoami(@Principal() caller: Principal) {
    return { sub: caller.sub };
  }

  @Groups('admin')
  @Post()
  write(@Body() body: unknown) {
    return { body };
  }
}

@Controller('accounts')
class NestedController {
  @Owner('tenantId')
  @Get()
  list(@Param('tenantId') tenantId: string) {
    return { tenantId };
  }
}

@Module({ controllers: [NestedController] })
class NestedModule {}

/** Creates a controller for each resource, as CRUD libraries do. */
function crudModule(path: string, admit: MethodDecorator): DynamicModule {
  @Controller(path)
  class CrudController {
    @admit
    @Get()
    list() {
      return { path };
    }

    @Head('probe')
    probe() {
      return undefined;
    }
  }
  class CrudModule {}
  return { module: CrudModule, controllers: [CrudController] };
}

@Controller('open')
class OpenController {
  @Public()
  @Get()
  open() {
    return { open: true };
  }
}

@Injectable()
class Lenient implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

let issuer: TestIssuer;
let forged: string;
beforeAll(async () => {
  issuer = await createTestIssuer();
  forged = issuer.forged({ groups: ['admin'] });
});
afterAll(() => issuer.close());

async function start(platform: Platform, lifeguard: DynamicModule[]) {
  @Module({
    imports: [
      ...lifeguard,
      crudModule('cars', Groups('admin')),
      crudModule('boats', Groups('sailor')),
      NestedModule,
      RouterModule.register([{ path: 'tenants/:tenantId', module: NestedModule }]),
    ],
    controllers: [
      AnyMethodController,
      WildcardController,
      VersionedController,
      ScopedController,
      OpenController,
    ],
    providers: [{ provide: APP_GUARD, useClass: Lenient }],
  })
  class AppModule {}
  const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule as Type, adapter, { logger: false, abortOnError: false });
  app.setGlobalPrefix('api', { exclude: ['any'] });
  app.enableVersioning({ type: VersioningType.URI });
  app.useGlobalGuards(new Lenient());
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}` };
}

describe.each<Platform>(['Fastify', 'Express'])(
  'the guard on %s, for every kind of route in Nest',
  (platform) => {
    let started: Awaited<ReturnType<typeof start>>;
    beforeAll(async () => {
      started = await start(platform, [LifeguardModule.forRoot(issuer.options)]);
    });
    afterAll(() => started.app.close());

    const ask = async (method: string, path: string, token?: string): Promise<number> => {
      const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
      const response = await fetch(started.url + path, { method, headers });
      await response.body?.cancel();
      return response.status;
    };

    it.each<[string, string, string, number, number]>([
      ['@All()', 'GET', '/any', 200, 200],
      ['@All()', 'DELETE', '/any', 200, 200],
      ['@All()', 'PROPFIND', '/any', 200, 200],
      ['@All()', 'OPTIONS', '/any', 200, 200],
      ['@All() with a policy', 'PATCH', '/api/any/admin', 403, 200],
      ['a wildcard', 'GET', '/api/files/a/b/c', 403, 200],
      ['a wildcard, by HEAD', 'HEAD', '/api/files/a', 403, 200],
      ['a wildcard, with another spelling of the path', 'GET', '/api/files/..%2f..%2fopen', 403, 200],
      ['a version', 'GET', '/api/v1/versions', 403, 200],
      ['another version', 'GET', '/api/v2/versions', 403, 200],
      ['a request-scoped controller', 'GET', '/api/scoped', 200, 200],
      ['a request-scoped controller with a policy', 'POST', '/api/scoped', 403, 201],
      ['a controller made by a function', 'GET', '/api/cars', 403, 200],
      ['a second controller with the same name', 'GET', '/api/boats', 403, 403],
      ['a handler of HEAD', 'HEAD', '/api/cars/probe', 200, 200],
      ['the owner in the path of RouterModule', 'GET', '/api/tenants/alice/accounts', 200, 403],
    ])('guards %s: %s %s', async (_, method, path, asAlice, asAdmin) => {
      const alice = issuer.token({ sub: 'alice' });
      const admin = issuer.token({ sub: 'root', groups: ['admin'] });
      expect([
        await ask(method, path),
        await ask(method, path, forged),
        await ask(method, path, alice),
        await ask(method, path, admin),
      ]).toEqual([401, 401, asAlice, asAdmin]);
    });

    it('admits anyone to a public route', async () => {
      expect(await ask('GET', '/api/open')).toBe(200);
    });

    it('lists the routes of a module under its path', () => {
      expect(everyRoute(started.app)).toContainEqual({
        method: 'GET',
        path: '/tenants/:tenantId/accounts',
        handler: 'NestedController.list',
        policy: "the parameter `tenantId` being the caller's own sub",
        isPublic: false,
      });
    });
  },
);

describe('LifeguardModule imported twice', () => {
  it('prevents startup: a revocation in one would not hold in the other', async () => {
    const twice = [
      LifeguardModule.forRoot(issuer.options),
      LifeguardModule.forRoot({ ...issuer.options, realm: 'other' }),
    ];
    await expect(start('Express', twice)).rejects.toThrow(
      'LifeguardModule: is imported more than once; import it once, at the root, with `userPools` for several user pools',
    );
  });

  it('counts as one if two modules import the same value', async () => {
    const one = LifeguardModule.forRoot(issuer.options);
    const { app, url } = await start('Express', [one, { module: class Feature {}, imports: [one] }]);
    expect((await fetch(`${url}/api/cars`)).status).toBe(401);
    await app.close();
  });
});

describe('forRootAsync() with the guard placed twice', () => {
  const made = (guard: 'global' | 'manual' | undefined) =>
    LifeguardModule.forRootAsync({ guard: 'manual', useFactory: () => ({ ...issuer.options, guard }) });

  it('prevents startup if the factory says `global` and the module `manual`', async () => {
    await expect(start('Express', [made('global')])).rejects.toThrow(
      'guard: is `manual` next to `useFactory`, and `global` in its result',
    );
  });

  it('treats an undefined option of the factory as absent: the guard is not placed, so policies prevent startup', async () => {
    await expect(start('Express', [made(undefined)])).rejects.toThrow(
      /^AnyMethodController\.admin: LifeguardGuard does not run on it/,
    );
  });

  it('prevents startup for an invalid filter, together with every other fault', async () => {
    const options = { ...issuer.options, realm: '', filter: 'none' as 'manual' };
    await expect(start('Express', [LifeguardModule.forRoot(options)])).rejects.toThrow(
      /^filter: must be `global` or `manual`\nrealm: must be printable ASCII/,
    );
  });
});
