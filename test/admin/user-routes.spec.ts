import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SEED, subOf } from '../../pool/seed';
import type { Answer } from '../support/test-service';
import { AdminApp } from './admin.app';

let app: AdminApp;
beforeAll(async () => {
  app = await AdminApp.start();
});
afterAll(() => app.close());

const usernames = ({ body }: Answer) =>
  (body.items as { username: string }[]).map(({ username }) => username);

describe('GET /users', () => {
  it('lists every user once, page by page', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({
        limit: '15',
        ...(cursor !== undefined && { cursor }),
      });
      // Each page needs the cursor of the one before.
      const page = await app.request('GET', `/users?${query.toString()}`);
      seen.push(...usernames(page));
      cursor = page.body.nextCursor as string | undefined;
    } while (cursor !== undefined);
    expect(new Set(seen)).toEqual(new Set(DEFAULT_SEED.users.map(({ username }) => username)));
    expect(seen).toHaveLength(DEFAULT_SEED.users.length);
  });

  it.each([
    ['email ^= "alice@"'],
    ['"email"^="alice@"'],
    [' email = "alice@example.com" '],
    [`sub = "${subOf('alice')}"`],
  ])('finds users by the filter %s', async (filter) => {
    const found = await app.request('GET', `/users?filter=${encodeURIComponent(filter)}`);
    expect(usernames(found)).toEqual(['alice']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=61', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['filter=email', 'filter'],
    ['cursor=', 'cursor'],
  ])('answers 400 to ?%s', async (query, path) => {
    const { status, body } = await app.request('GET', `/users?${query}`);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect(body.errors).toEqual([{ path, message: expect.any(String) }]);
  });
});

describe('GET /users/{username}', () => {
  it('answers with the user and the groups, by username and by alias', async () => {
    const alice = await app.request('GET', '/users/alice');
    expect(alice.body).toMatchObject({ username: 'alice', sub: subOf('alice'), enabled: true });
    expect(alice.body.groups).toEqual(
      DEFAULT_SEED.users.find(({ username }) => username === 'alice')?.groups,
    );
    expect((await app.request('GET', `/users/${subOf('alice')}`)).body).toEqual(alice.body);
  });

  it.each([
    ['nobody', 404, 'user_not_found'],
    ['a'.repeat(129), 400, 'validation_failed'],
  ])('answers %s with %d', async (name, status, code) => {
    const answer = await app.request('GET', `/users/${name}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('names the invalid parameter', async () => {
    const { body } = await app.request('GET', `/users/${'a'.repeat(129)}`);
    expect(body.errors).toEqual([{ path: 'username', message: expect.any(String) }]);
  });
});

describe('a user over HTTP', () => {
  it('can be created, changed, disabled, moved between groups and deleted', async () => {
    const made = await app.request('POST', '/users', {
      username: 'zoë+1',
      attributes: { email: 'zoe@example.com' },
      sendInvitation: false,
      groups: ['support'],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const path = String(made.headers.get('location'));
    expect(path).toBe('/users/zo%C3%AB%2B1');
    expect(made.body).toMatchObject({
      username: 'zoë+1',
      status: 'FORCE_CHANGE_PASSWORD',
      groups: ['support'],
    });
    expect((await app.request('POST', '/users', { username: 'zoë+1' })).body.code).toBe('username_exists');

    const change = { attributes: { name: 'Zoë', email: null } };
    expect((await app.request('PATCH', path, change)).status).toBe(204);
    const { attributes } = (await app.request('GET', path)).body;
    expect(attributes).toMatchObject({ name: 'Zoë' });
    expect(attributes).not.toHaveProperty('email');

    expect((await app.request('POST', `${path}/disable`)).status).toBe(204);
    expect((await app.request('GET', path)).body.enabled).toBe(false);
    expect((await app.request('POST', `${path}/enable`)).status).toBe(204);
    const password = { password: 'Correct-Horse-9', permanent: true };
    expect((await app.request('PUT', `${path}/password`, password)).status).toBe(204);
    expect((await app.request('DELETE', `${path}/groups/support`)).status).toBe(204);
    expect((await app.request('GET', `${path}/groups`)).body.items).toEqual([]);
    expect((await app.request('PUT', `${path}/groups/support`)).status).toBe(204);
    expect((await app.request('GET', path)).body).toMatchObject({
      enabled: true,
      status: 'CONFIRMED',
      groups: ['support'],
    });

    const gone = await app.request('DELETE', path);
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([204, 'no-store']);
    expect((await app.request('GET', path)).body.code).toBe('user_not_found');
  });

  it('is not created for a group that does not exist', async () => {
    const refused = await app.request('POST', '/users', {
      username: 'never',
      groups: ['support', 'nowhere'],
    });
    expect([refused.status, refused.body.code]).toEqual([404, 'not_found']);
    expect((await app.request('GET', '/users/never')).status).toBe(404);
  });
});

describe('an admin’s own account', () => {
  it.each([
    ['DELETE', ''],
    ['POST', '/disable'],
    ['DELETE', '/groups/admin'],
  ])('refuses %s %s, by username and by sub', async (method, action) => {
    for (const name of ['root', subOf('root'), 'root%40example.com']) {
      const { status, body } = await app.request(method, `/users/${name}${action}`);
      expect([status, body.code]).toEqual([409, 'own_account']);
    }
  });
});
