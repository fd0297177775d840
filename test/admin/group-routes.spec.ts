import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminApp } from './admin.app';

let app: AdminApp;
beforeAll(async () => {
  app = await AdminApp.start();
});
afterAll(() => app.close());

describe('a group over HTTP', () => {
  it('is created, changed and deleted', async () => {
    const made = await app.request('POST', '/groups', { name: 'night/shift', description: 'owls' });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/groups/night%2Fshift']);
    expect((await app.request('POST', '/groups', { name: 'night/shift' })).body.code).toBe('group_exists');
    const path = '/groups/night%2Fshift';
    const changed = await app.request('PATCH', path, { precedence: 3 });
    expect(changed.body).toMatchObject({ name: 'night/shift', description: 'owls', precedence: 3 });
    expect((await app.request('GET', path)).body).toEqual(changed.body);
    expect((await app.request('DELETE', path)).status).toBe(204);
    expect((await app.request('GET', path)).body.code).toBe('not_found');
  });

  it('answers 409 to the deletion of the admin group', async () => {
    const { status, body } = await app.request('DELETE', '/groups/admin');
    expect([status, body.code]).toEqual([409, 'admin_group']);
  });
});
