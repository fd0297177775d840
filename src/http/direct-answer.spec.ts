import { UseGuards, UseInterceptors, type CanActivate, type ExecutionContext } from '@nestjs/common';
import fastify, { type FastifyInstance } from 'fastify';
import type { ListedRoute, VerifiedToken } from 'lifeguard-auth';
import { WhoamiController } from '../whoami/whoami.controller';
import { CallerAnswer, ConstantAnswer, DirectAnswers, type GlobalEnhancers } from './direct-answer';
import { SerializedOnce, serializeOnce, toJson } from './serialized-once';

const answerFor = ({ token }: VerifiedToken) => new SerializedOnce(JSON.stringify({ token }));

class Controller {
  @ConstantAnswer(serializeOnce({ status: 'ok' }))
  live(this: void): void {
    // Never called.
  }

  @CallerAnswer(answerFor)
  me(this: void): void {
    // Called only if Nest has to.
  }

  @CallerAnswer(answerFor)
  @UseGuards(class {})
  guarded(this: void): void {
    // Has a guard of its own.
  }

  @CallerAnswer(answerFor)
  @UseInterceptors(class {})
  intercepted(this: void): void {
    // Has an interceptor of its own.
  }

  other(this: void): void {
    // Is not answered directly.
  }
}

const { live, me, guarded, intercepted, other } = Controller.prototype;

const listed = (
  path: string,
  handler: ListedRoute['handler'],
  kind: 'public' | 'authenticated' = 'public',
): ListedRoute => ({
  method: 'GET',
  path,
  controller: Controller,
  handler,
  name: `Controller.${handler.name}`,
  policy: { kind },
});

const enhancers = (more: Partial<Record<keyof GlobalEnhancers, unknown[]>> = {}): GlobalEnhancers =>
  Object.fromEntries(
    (
      [
        'getGlobalGuards',
        'getGlobalRequestGuards',
        'getGlobalInterceptors',
        'getGlobalRequestInterceptors',
        'getGlobalRequestFilters',
      ] as const
    ).map((name) => [name, () => more[name] ?? []]),
  ) as unknown as GlobalEnhancers;

describe('DirectAnswers', () => {
  let server: FastifyInstance;
  let called: string[];

  /** A server whose handlers write down their path; `routes` are known to the direct answers. */
  function serve(routes: ListedRoute[], around = enhancers()): void {
    server = fastify().setReplySerializer(toJson);
    called = [];
    const answers = new DirectAnswers();
    server.addHook('onRoute', (route) => answers.serve(route));
    for (const { path } of routes)
      server.get(path, () => {
        called.push(path);
        return { path };
      });
    answers.learn({ list: () => routes }, around);
  }
  afterEach(() => server.close());

  it('sends a constant answer without calling the handler, and calls the handlers of other routes', async () => {
    serve([listed('/live', live), listed('/other', other)]);
    const [constant, ordinary] = await Promise.all(['/live', '/other'].map((path) => server.inject(path)));
    expect(constant?.body).toBe('{"status":"ok"}');
    expect(constant?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(ordinary?.json()).toEqual({ path: '/other' });
    expect(called).toEqual(['/other']);
  });

  it('refuses a constant answer for a route that is not public, and an answer for the caller of a public one', () => {
    expect(() => serve([listed('/live', live, 'authenticated')])).toThrow(
      'Controller.live: a route with a constant answer must be public',
    );
    expect(() => serve([listed('/me', me)])).toThrow(
      'Controller.me: a route that answers the caller must not be public',
    );
  });

  describe('of a route that answers the caller', () => {
    const ROUTE = listed('/me', me, 'authenticated');
    /** A guard with this result, and one that sets the token as the guard of the service does. */
    const guards = (result: boolean | Promise<boolean>): CanActivate[] => [
      { canActivate: () => result },
      {
        canActivate: (context: ExecutionContext) => {
          const seen = [context.getClass(), context.getHandler(), context.getType()];
          expect(seen).toEqual([Controller, me, 'http']);
          context.switchToHttp().getRequest<{ verifiedToken: object }>().verifiedToken = { token: 'abc' };
          return true;
        },
      },
    ];

    it.each<[string, boolean | Promise<boolean>]>([
      ['at once', true],
      ['later', Promise.resolve(true)],
    ])('runs the guards and sends the answer if they admit %s', async (_, admitted) => {
      serve([ROUTE], enhancers({ getGlobalGuards: guards(admitted) }));
      const response = await server.inject('/me');
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(response.json()).toEqual({ token: 'abc' });
      expect(called).toEqual([]);
    });

    it.each<[string, boolean | Promise<boolean>]>([
      ['at once', false],
      ['later', Promise.resolve(false)],
    ])('refuses if a guard refuses %s', async (_, refused) => {
      serve([ROUTE], enhancers({ getGlobalGuards: guards(refused) }));
      expect((await server.inject('/me')).statusCode).toBe(403);
      expect(called).toEqual([]);
    });

    it('fails if a guard throws, or if none has set the token', async () => {
      const failing = [{ canActivate: () => Promise.reject(new Error('guard failed')) }];
      serve([ROUTE], enhancers({ getGlobalGuards: failing }));
      expect((await server.inject('/me')).json()).toMatchObject({ message: 'guard failed' });
      serve([ROUTE], enhancers());
      expect((await server.inject('/me')).statusCode).toBe(500);
    });

    it.each([
      'getGlobalRequestGuards',
      'getGlobalInterceptors',
      'getGlobalRequestInterceptors',
      'getGlobalRequestFilters',
    ] as const)('leaves the route to Nest if %s is not empty', async (name) => {
      serve([ROUTE], enhancers({ [name]: [{}] }));
      await server.inject('/me');
      expect(called).toEqual(['/me']);
    });

    it('skips missing guards, as Nest does', async () => {
      serve([ROUTE], enhancers({ getGlobalGuards: [undefined, ...guards(true)] }));
      expect((await server.inject('/me')).json()).toEqual({ token: 'abc' });
    });

    it('runs the guards of an inherited handler for the class that inherits it', async () => {
      class Heir extends Controller {}
      const seen: unknown[] = [];
      const guard = { canActivate: (context: ExecutionContext) => seen.push(context.getClass()) < 0 };
      serve([{ ...ROUTE, controller: Heir }], enhancers({ getGlobalGuards: [guard] }));
      expect((await server.inject('/me')).statusCode).toBe(403);
      expect(seen).toEqual([Heir]);
    });

    it('leaves an inherited handler to Nest if the class that inherits it has guards', async () => {
      @UseGuards(class {})
      class Heir extends Controller {}
      serve([{ ...ROUTE, controller: Heir }], enhancers({ getGlobalGuards: guards(true) }));
      await server.inject('/me');
      expect(called).toEqual(['/me']);
    });

    it('leaves a path that another handler has as well to Nest, and does not mistake another method for it', async () => {
      for (const routes of [[ROUTE, listed('/me', other, 'authenticated')], [{ ...ROUTE, method: 'POST' }]]) {
        server = fastify();
        const answers = new DirectAnswers();
        server.addHook('onRoute', (route) => answers.serve(route));
        server.get('/me', () => ({ by: 'Nest' }));
        answers.learn({ list: () => routes }, enhancers({ getGlobalGuards: guards(true) }));
        expect((await server.inject('/me')).json()).toEqual({ by: 'Nest' });
        await server.close();
      }
    });

    it('is GET /whoami', async () => {
      const handler = Reflect.get(WhoamiController.prototype, 'whoami') as ListedRoute['handler'];
      const token = `e30.${Buffer.from('{"sub":"a"}').toString('base64url')}.c2ln`;
      const principal = { kind: 'user', sub: 'a', claims: { sub: 'a' }, pool: 'staff' };
      const guard: CanActivate = {
        canActivate: (context) => {
          Object.assign(context.getArgByIndex<object>(0), { verifiedToken: { token, principal } });
          return true;
        },
      };
      const route = { ...listed('/whoami', handler, 'authenticated'), controller: WhoamiController };
      serve([route], enhancers({ getGlobalGuards: [guard] }));
      expect((await server.inject('/whoami')).json()).toEqual(principal);
      expect(called).toEqual([]);
    });

    it('leaves routes with guards or interceptors of their own to Nest', async () => {
      serve([listed('/guarded', guarded, 'authenticated'), listed('/more', intercepted, 'authenticated')]);
      await server.inject('/guarded');
      await server.inject('/more');
      expect(called).toEqual(['/guarded', '/more']);
    });
  });
});
