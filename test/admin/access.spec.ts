import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminApp } from './admin.app';

let app: AdminApp;
beforeAll(async () => {
  app = await AdminApp.start();
});
afterAll(() => app.close());

const READS = [
  '/users',
  '/users/alice',
  '/users/alice/groups',
  '/groups',
  '/groups/admin',
  '/groups/admin/users',
];
const WRITES: [string, string, unknown?][] = [
  ['POST', '/users', { username: 'never' }],
  ['PATCH', '/users/nobody', { attributes: { name: 'a' } }],
  ['DELETE', '/users/nobody'],
  ['POST', '/users/nobody/enable'],
  ['POST', '/users/nobody/disable'],
  ['POST', '/users/nobody/sign-out'],
  ['POST', '/users/nobody/confirm'],
  ['POST', '/users/nobody/reset-password'],
  ['PUT', '/users/nobody/password', { password: 'Correct-Horse-9', permanent: true }],
  ['PUT', '/users/nobody/groups/support'],
  ['DELETE', '/users/nobody/groups/support'],
  ['POST', '/groups', { name: 'never' }],
  ['PATCH', '/groups/never', { precedence: 1 }],
  ['DELETE', '/groups/never'],
];

describe.each(READS)('GET %s', (path) => {
  it('answers an admin and a machine with the read scope, with no-store', async () => {
    const answer = await app.request('GET', path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const reader = app.pool.mintMachineToken(['lifeguard/users.read']);
    expect((await app.request('GET', path, undefined, reader)).status).toBe(200);
  });

  it('refuses a user with any scopes, and a machine with only the write scope', async () => {
    const user = app.tokenOf('alice', ['support'], { scope: 'lifeguard/users.read' });
    expect((await app.request('GET', path, undefined, user)).body.code).toBe('forbidden');
    const writer = app.pool.mintMachineToken(['lifeguard/users.write']);
    expect((await app.request('GET', path, undefined, writer)).body.code).toBe('insufficient_scope');
  });
});

describe.each(WRITES)('%s %s', (method, path, body) => {
  it('refuses a user, and a machine with only the read scope', async () => {
    const user = app.tokenOf('alice', ['Admin', 'admins'], { scope: 'lifeguard/users.write' });
    expect((await app.request(method, path, body, user)).body.code).toBe('forbidden');
    const reader = app.pool.mintMachineToken(['lifeguard/users.read']);
    expect((await app.request(method, path, body, reader)).body.code).toBe('insufficient_scope');
  });

  it('answers 400 to an unknown member and names it', async () => {
    const { status, body: problem } = await app.request(method, path, { ...(body as object), surprise: 1 });
    expect([status, problem.code]).toEqual([400, 'validation_failed']);
    expect(problem.errors).toContainEqual(expect.objectContaining({ path: 'surprise' }));
  });
});

describe('a machine with the write scope', () => {
  it('can enable a user', async () => {
    const writer = app.pool.mintMachineToken(['lifeguard/users.write']);
    expect((await app.request('POST', '/users/user02/enable', {}, writer)).status).toBe(204);
  });
});

describe('the OpenAPI document', () => {
  it('describes every route with its policy and its problems', async () => {
    const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { 'x-policy'?: string; responses: object }>>;
    };
    for (const path of ['/users', '/users/{username}', '/groups/{group}/users']) {
      expect(paths[path]?.get?.['x-policy']).toContain('lifeguard/users.read');
      expect(paths[path]?.get?.responses).toHaveProperty('503');
    }
    expect(paths['/users']?.post?.['x-policy']).toContain('lifeguard/users.write');
  });

  it('has a request body only where a member can be sent', async () => {
    const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { requestBody?: { required?: boolean; content: object } }>>;
    };
    const bodyOf = (method: string, path: string) => paths[path]?.[method]?.requestBody;
    expect(bodyOf('post', '/users/{username}/disable')).toBeUndefined();
    expect(bodyOf('put', '/users/{username}/groups/{group}')).toBeUndefined();
    expect(bodyOf('post', '/users/{username}/reset-password')?.required).toBe(false);
    expect(bodyOf('put', '/users/{username}/password')?.required).toBe(true);
  });
});
