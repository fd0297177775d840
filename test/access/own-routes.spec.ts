import { RoutePolicies } from 'lifeguard-auth';
import { AccessApp, type OwnRoute } from './access.app';

let app: AccessApp;
beforeAll(async () => {
  app = await AccessApp.start();
});
afterAll(() => app.close());

const accessTo = (routes: Map<string, OwnRoute>, route: string) => {
  const { allowed, needs } = routes.get(route) ?? {};
  return needs === undefined ? allowed : [allowed, needs];
};

describe('GET /whoami/routes', () => {
  it('lists every route of the application, sorted, and the documents', async () => {
    const routes = [...(await app.ownRoutes(app.admin)).keys()];
    const listed = app.app
      .get(RoutePolicies)
      .list()
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(routes.toSorted()).toEqual([...listed, 'GET /docs', 'GET /openapi.json'].toSorted());
    expect(routes.indexOf('GET /groups')).toBeLessThan(routes.indexOf('GET /users'));
  });

  it('shows a person which routes are open, and what the others need', async () => {
    const routes = await app.ownRoutes(app.tokenOf('alice', [], { tenant: 'east', auth_time: 1 }));
    expect(
      [
        'GET /health/live',
        'GET /whoami',
        'GET /me',
        'GET /users',
        'DELETE /users/{username}',
        'GET /team/notes/{sub}',
        'GET /team/tenant',
        'GET /team/roles',
        'GET /team/fresh',
        'GET /team/guarded',
        'GET /team/failing',
      ].map((route) => [route, accessTo(routes, route)]),
    ).toEqual([
      ['GET /health/live', true],
      ['GET /whoami', true],
      ['GET /me', true],
      ['GET /users', [false, { groups: ['admin'] }]],
      ['DELETE /users/{username}', [false, { groups: ['admin'] }]],
      ['GET /team/notes/{sub}', 'depends'],
      ['GET /team/tenant', [false, { claims: { tenant: ['north', 'south'] } }]],
      [
        'GET /team/roles',
        [
          false,
          {
            allOf: [
              { claims: { roles: { contains: ['agent'] } } },
              { claims: { org: { at: 'id', is: ['one'] } } },
            ],
          },
        ],
      ],
      ['GET /team/fresh', [false, { maxAge: 300 }]],
      // A username in `needs` would not satisfy the predicate, and nothing satisfies one that fails.
      ['GET /team/guarded', false],
      ['GET /team/failing', false],
    ]);
  });

  it('shows a machine the scope that it needs, and never a group', async () => {
    const routes = await app.ownRoutes(app.pool.mintMachineToken(['lifeguard/users.write']));
    expect(accessTo(routes, 'GET /users')).toEqual([false, { scopes: ['lifeguard/users.read'] }]);
    expect(accessTo(routes, 'POST /users')).toBe(true);
    expect(accessTo(routes, 'GET /team/fresh')).toBe(false);
  });

  it('answers `depends` if a further check decides', async () => {
    const routes = await app.ownRoutes(app.tokenOf('alice'));
    expect(accessTo(routes, 'GET /orders/{id}')).toBe('depends');
    expect(accessTo(routes, 'GET /team/identified')).toBe('depends');
  });

  it('answers only for the caller, and ignores the query', async () => {
    const own = await app.ownRoutes(app.tokenOf('alice'));
    const answer = await app.call('/whoami/routes?username=root', { token: app.tokenOf('alice') });
    expect(((await answer.json()) as { items: unknown }).items).toEqual([...own.values()]);
    expect((await app.call('/whoami/routes')).status).toBe(401);
  });

  it('agrees with the guard on every route without parameters that reads', async () => {
    const tokens = [
      app.tokenOf('alice'),
      app.admin,
      app.pool.mintMachineToken(['lifeguard/users.read']),
      app.tokenOf('bob', [], { tenant: 'north', scope: 'x' }),
    ];
    for (const token of tokens) {
      const routes = [...(await app.ownRoutes(token)).values()].filter(
        ({ method, path, allowed }) => method === 'GET' && !path.includes('{') && allowed !== 'depends',
      );
      expect(routes.length).toBeGreaterThan(10);
      for (const { path, allowed } of routes) {
        const { status } = await app.call(path, { token });
        expect([path, ![401, 403].includes(status)]).toEqual([path, allowed]);
      }
    }
  });
});
