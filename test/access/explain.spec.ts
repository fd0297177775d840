import { Cognito } from '../../src/cognito/cognito';
import { AccessApp } from './access.app';

let app: AccessApp;
beforeAll(async () => {
  app = await AccessApp.start();
});
afterAll(() => app.close());

const MACHINE = { kind: 'client', scopes: ['lifeguard/users.read'] };

describe('POST /access/explain', () => {
  it('explains for a user of the pool, with the current groups', async () => {
    expect(await app.explained({ username: 'root' }, 'GET /users/alice')).toEqual({
      route: 'GET /users/{username}',
      allowed: true,
      because: {
        text: 'any of',
        holds: true,
        children: [
          { text: 'group `admin`', holds: true },
          {
            text: 'all of',
            holds: false,
            children: [
              { text: 'a machine (client credentials)', holds: false },
              {
                text: 'scope `lifeguard/users.read` (the scopes of the token are not known)',
                holds: 'unknown',
              },
            ],
          },
        ],
      },
      notes: [
        expect.stringMatching(/^The groups are the current ones: admin\./),
        expect.stringContaining('pre token generation trigger'),
      ],
    });
  });

  it('uses the new groups immediately after a user has left or joined a group', async () => {
    const as = { username: 'alice' };
    expect((await app.explained(as, 'GET /users')).allowed).toBe(false);
    const path = '/users/alice/groups/admin';
    await app.call(path, { method: 'PUT', token: app.admin });
    expect((await app.explained(as, 'GET /users')).allowed).toBe(true);
    await app.call(path, { method: 'DELETE', token: app.admin });
    expect((await app.explained(as, 'GET /users')).allowed).toBe(false);
  });

  it('lists what is unknown about a user of the pool: scopes, claims, the time of the sign-in', async () => {
    for (const route of ['GET /me', 'GET /team/tenant', 'GET /team/fresh']) {
      const { allowed, because } = await app.explained({ username: 'alice' }, route);
      expect([allowed, because.holds]).toEqual(['unknown', 'unknown']);
      expect(because.text).toMatch(/not known/);
    }
  });

  it('reads an owner parameter as the router does', async () => {
    const { sub } = (await (await app.call('/users/bob', { token: app.admin })).json()) as {
      sub: string;
    };
    const own = await app.explained({ username: 'bob' }, `GET /team/notes/${sub}`);
    expect([own.route, own.allowed]).toEqual(['GET /team/notes/{sub}', true]);
    const others = await app.explained({ username: 'bob' }, 'GET /team/notes/somebody');
    expect(others.allowed).toBe(false);
    const spaced = await app.explained({ kind: 'user', sub: 'a b' }, 'GET /team/notes/a%20b?page=2');
    expect(spaced.allowed).toBe(true);
  });

  it.each([
    ['a machine with the scope', MACHINE, 'GET /users', true],
    ['a machine without it', { kind: 'client' }, 'GET /users', false],
    ['a machine with groups', { kind: 'client', groups: ['admin'] }, 'GET /users', false],
    ['a person with the scope', { kind: 'user', scopes: MACHINE.scopes }, 'GET /users', false],
    ['a person in the group', { kind: 'user', groups: ['admin'] }, 'GET /users', true],
    ['a person with a claim', { kind: 'user', claims: { tenant: 'north' } }, 'GET /team/tenant', true],
    ['a person without it', { kind: 'user' }, 'GET /team/tenant', false],
    ['a person whose sub is not known', { kind: 'user' }, 'GET /team/notes/x', 'unknown'],
    [
      'a person who satisfies a predicate',
      { kind: 'user', sub: 's', username: 'u', scopes: ['y'], claims: { level: 'gold' } },
      'GET /team/guarded',
      true,
    ],
    ['a predicate that throws', { kind: 'user', sub: 's', username: 'u' }, 'GET /team/failing', false],
    ['a route with @Permit', { kind: 'user' }, 'GET /orders/7', 'depends'],
    ['a route that needs an ID token', { kind: 'user' }, 'GET /team/identified', 'depends'],
    ['a public route', { kind: 'client' }, 'GET /health/live', true],
    ['the document', { kind: 'client' }, 'GET /openapi.json', true],
    ['a HEAD request', { kind: 'user', groups: ['admin'] }, 'HEAD /users', true],
  ])('decides on %s', async (_, as, route, allowed) => {
    expect((await app.explained(as, route)).allowed).toBe(allowed);
  });

  it('lists the requirements in addition to the policy', async () => {
    const { because } = await app.explained({ kind: 'user' }, 'GET /orders/7');
    expect(because.children).toEqual([
      { text: 'any valid access token', holds: true },
      { text: 'the policies allow `orders:read` on the Order `id`', holds: 'unknown' },
    ]);
  });

  it('contains no claim of the caller that is not in the policy', async () => {
    const as = { kind: 'user', claims: { tenant: 'secret-tenant', other: 'secret-other' } };
    expect(JSON.stringify(await app.explained(as, 'GET /team/tenant'))).not.toContain('secret');
  });

  it.each([
    ['GET', '/no/such/route'],
    ['DELETE', '/whoami'],
    ['GET', '/users/'],
    ['GET', '/users/%E0%A4%A'],
    ['PURGE', '/users'],
  ])('answers 404 route_not_found to %s %s, before Cognito is called', async (method, path) => {
    const send = jest.spyOn(app.app.get(Cognito, { strict: false }), 'send');
    const answer = await app.explain({ as: { username: 'alice' }, method, path });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'route_not_found' }]);
    expect(send).not.toHaveBeenCalled();
    send.mockRestore();
  });

  it('answers 404 user_not_found to a user that does not exist', async () => {
    const answer = await app.explain({ as: { username: 'nobody' }, method: 'GET', path: '/me' });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'user_not_found' }]);
  });

  it.each([
    [{}, 'as.username'],
    [{ token: 'a.b.c' }, 'as.token'],
    [{ accessToken: 'a.b.c', username: 'alice' }, 'as.accessToken'],
    [{ username: 'alice', groups: ['admin'] }, 'as.groups'],
    [{ username: 'alice\ud800' }, 'as.username'],
    [{ kind: 'user', sub: '\ud800' }, 'as.sub'],
    [{ kind: 'robot' }, 'as.kind'],
    [{ kind: 'user', groups: 'admin' }, 'as.groups'],
    [{ kind: 'user', claims: { 'cognito:groups': ['admin'] } }, 'as.claims.cognito:groups'],
  ])('refuses the caller %j and names %s', async (as, path) => {
    const answer = await app.explain({ as, method: 'GET', path: '/users' });
    const { code, errors } = (await answer.json()) as { code: string; errors: { path: string }[] };
    expect([answer.status, code]).toEqual([400, 'validation_failed']);
    expect(errors.map((error) => error.path)).toContain(path);
  });

  it('requires the right to read users', async () => {
    const body = { as: { kind: 'user' }, method: 'GET', path: '/users' };
    const alice = await app.explain(body, app.tokenOf('alice'));
    expect([alice.status, await alice.json()]).toMatchObject([403, { code: 'forbidden' }]);
    const reader = app.pool.mintMachineToken(['lifeguard/users.read']);
    expect((await app.explain(body, reader)).status).toBe(200);
  });
});
