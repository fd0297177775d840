import { subOf } from '../../pool/seed';
import { PoolService } from '../support/pool.service';
import type { Answer } from '../support/test-service';

/** ISO 8601 with milliseconds, in UTC. */
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const USER = {
  username: expect.any(String),
  sub: expect.any(String),
  status: expect.any(String),
  enabled: expect.any(Boolean),
  createdAt: TIME,
  updatedAt: TIME,
  attributes: expect.any(Object),
};

let app: PoolService;
let rootToken: string;
beforeAll(async () => {
  app = await PoolService.start();
  rootToken = (await app.signIn('root')).accessToken;
});
afterAll(() => app.close());

const asRoot = (method: string, path: string, body?: unknown): Promise<Answer> =>
  app.request(method, path, body, rootToken);
const items = ({ body }: Answer) => body.items as Record<string, unknown>[];

const nameOf = (one: Record<string, unknown>) => String(one.username ?? one.name);

describe('the representation of a user', () => {
  it('of GET /users/{username} has exactly the documented members, with groups and second factors', async () => {
    const { status, body, headers } = await asRoot('GET', '/users/bob');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      ...USER,
      username: 'bob',
      sub: subOf('bob'),
      status: 'CONFIRMED',
      enabled: true,
      attributes: {
        sub: subOf('bob'),
        email: 'bob@example.com',
        email_verified: 'true',
        name: 'Bob Baker',
        given_name: 'Bob',
        family_name: 'Baker',
      },
      groups: ['support'],
      mfa: { enabled: [] },
    });
  });

  it('of a list has the same members except groups and second factors', async () => {
    for (const path of ['/users?limit=5', '/groups/support/users?limit=5']) {
      const answer = await asRoot('GET', path);
      expect(items(answer).length).toBeGreaterThan(0);
      for (const one of items(answer)) expect(one).toEqual(USER);
    }
  });

  it('is complete in the response to its creation, with Location', async () => {
    const made = await asRoot('POST', '/users', {
      username: 'zoë/1',
      attributes: { email: 'zoe@example.com' },
      temporaryPassword: 'Temporary-1',
      groups: ['support'],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toEqual({
      ...USER,
      username: 'zoë/1',
      status: 'FORCE_CHANGE_PASSWORD',
      enabled: true,
      groups: ['support'],
      attributes: { sub: made.body.sub, email: 'zoe@example.com' },
    });
    const location = made.headers.get('location') ?? '';
    expect(location).toBe('/users/zo%C3%AB%2F1');
    const { updatedAt: _made, ...created } = made.body;
    const { updatedAt: _read, ...found } = (await asRoot('GET', location)).body;
    expect(found).toEqual({ ...created, mfa: { enabled: [] } });
  });
});

describe('the representation of a group', () => {
  it('is complete in the response to its creation, with Location', async () => {
    const group = { name: 'crew/é', description: 'On board', precedence: 3 };
    const made = await asRoot('POST', '/groups', group);
    expect([made.status, made.headers.get('location')]).toEqual([201, '/groups/crew%2F%C3%A9']);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toEqual({ ...group, createdAt: TIME, updatedAt: TIME });
    expect((await asRoot('GET', made.headers.get('location') ?? '')).body).toEqual(made.body);
    const again = await asRoot('POST', '/groups', group);
    expect(again).toMatchObject({ status: 409, body: { code: 'group_exists' } });
  });

  it('has neither description nor precedence if none was given', async () => {
    expect((await asRoot('POST', '/groups', { name: 'bare' })).body).toEqual({
      name: 'bare',
      createdAt: TIME,
      updatedAt: TIME,
    });
    const answer = await asRoot('GET', '/groups/bare');
    expect(Object.keys(answer.body).toSorted()).toEqual(['createdAt', 'name', 'updatedAt']);
  });

  it('keeps the members that a change omits', async () => {
    const { status, body } = await asRoot('PATCH', '/groups/support', { precedence: 0 });
    expect([status, body]).toEqual([
      200,
      {
        name: 'support',
        description: 'Answers questions',
        precedence: 0,
        createdAt: TIME,
        updatedAt: TIME,
      },
    ]);
  });

  it('remains after an attempt to delete the admin group', async () => {
    expect(await asRoot('DELETE', '/groups/admin')).toMatchObject({
      status: 409,
      body: { code: 'admin_group' },
    });
  });
});

describe('the representation of a list', () => {
  it.each(['/users', '/groups', '/users/bob/groups', '/groups/support/users'])(
    'of GET %s has items, and a cursor if there are more',
    async (path) => {
      const seen: string[] = [];
      let query = '?limit=1';
      for (let page = 0; page < 60 && query !== ''; page += 1) {
        const answer = await asRoot('GET', path + query);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        const { items: _, nextCursor, ...more } = answer.body;
        expect(more).toEqual({});
        seen.push(...items(answer).map(nameOf));
        query = typeof nextCursor === 'string' ? `?limit=1&cursor=${encodeURIComponent(nextCursor)}` : '';
      }
      const whole = items(await asRoot('GET', path)).map(nameOf);
      expect(seen.toSorted()).toEqual(whole.toSorted());
    },
  );
});

describe('an action without a body in its answer', () => {
  it.each<[string, string, unknown]>([
    ['PATCH', '/users/user20', { attributes: { name: 'A' } }],
    ['POST', '/users/user20/disable', undefined],
    ['POST', '/users/user20/enable', undefined],
    ['POST', '/users/user20/sign-out', undefined],
    ['POST', '/users/user21/reset-password', undefined],
    ['PUT', '/users/user20/password', { password: 'Correct-Horse-8', permanent: false }],
    ['PUT', '/users/user20/groups/support', undefined],
    ['DELETE', '/users/user20/groups/support', undefined],
    ['DELETE', '/users/user20', undefined],
  ])('%s %s answers 204 and no body', async (method, path, body) => {
    const answer = await asRoot(method, path, body);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('content-type')).toBeNull();
  });

  it('POST /users/{username}/confirm answers 204, and 403 for a confirmed user', async () => {
    await app.post('/auth/sign-up', { username: 'frank', password: 'Correct-Horse-8' });
    expect((await asRoot('POST', '/users/frank/confirm')).status).toBe(204);
    await app.signIn('frank', 'Correct-Horse-8');
    expect(await asRoot('POST', '/users/frank/confirm')).toMatchObject({
      status: 403,
      body: { code: 'not_allowed' },
    });
  });
});
