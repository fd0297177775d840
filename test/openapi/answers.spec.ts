import { PoolService } from '../support/pool.service';
import { ServedDocument } from './served-document';

let app: PoolService;
let document: ServedDocument;
let token: string;
beforeAll(async () => {
  app = await PoolService.start();
  document = await ServedDocument.from(app.url);
  token = (await app.signIn('root')).accessToken;
});
afterAll(() => app.close());

/** Calls a route with the embedded pool, and compares the answer with the document. */
async function answerOf(name: string, address: string, body?: unknown, bearer: string | undefined = token) {
  const [method = ''] = name.split(' ');
  const { status, text, headers } = await app.request(method, address, body, bearer);
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const documented = document.operation(name).responses[String(status)]?.content?.[type];
  if (!documented?.schema) throw new Error(`${name} does not document ${status} as ${type}: ${text}`);
  const json: unknown = JSON.parse(text);
  return { status, fits: document.validator(documented.schema).safeParse(json).success, json };
}

describe('a successful response', () => {
  it.each([
    ['GET /health/live', '/health/live'],
    ['GET /whoami', '/whoami'],
    ['GET /whoami/routes', '/whoami/routes'],
    ['GET /me', '/me'],
    ['GET /users', '/users?limit=60'],
    ['GET /users/{username}', '/users/bob'],
    ['GET /users/{username}/groups', '/users/bob/groups'],
    ['GET /groups', '/groups'],
    ['GET /groups/{group}', '/groups/support'],
    ['GET /groups/{group}/users', '/groups/support/users'],
  ])('to %s has exactly the documented members', async (name, address) => {
    const { json, ...rest } = await answerOf(name, address);
    expect([rest, json]).toEqual([{ status: 200, fits: true }, json]);
  });

  it.each([
    [
      'POST /users',
      '/users',
      { username: 'carol', groups: ['support'], temporaryPassword: 'Temporary-1' },
      201,
    ],
    ['POST /groups', '/groups', { name: 'crew', description: 'On board', precedence: 1 }, 201],
    ['PATCH /groups/{group}', '/groups/support', { description: 'Changed' }, 200],
    ['POST /auth/sign-in', '/auth/sign-in', { username: 'alice', password: 'Alice-Pass-1' }, 200],
    ['POST /auth/sign-in', '/auth/sign-in', { username: 'carol', password: 'Temporary-1' }, 200],
    ['POST /auth/sign-up', '/auth/sign-up', { username: 'dave', password: 'Correct-Horse-9' }, 201],
  ])('to %s %s %j has exactly the documented members', async (name, address, body, status) => {
    expect(await answerOf(name, address, body)).toMatchObject({ status, fits: true });
  });

  it('to POST /auth/refresh has exactly the documented members', async () => {
    const { refreshToken } = await app.signIn('alice');
    const answer = await answerOf('POST /auth/refresh', '/auth/refresh', { refreshToken });
    expect(answer).toMatchObject({ status: 200, fits: true });
  });
});

describe('a refusal', () => {
  it.each<[string, string, unknown, string, string]>([
    ['GET /me', '/me', undefined, 'x.y.z', 'token_invalid'],
    ['GET /me', '/me', undefined, 'not one token', 'invalid_request'],
    ['GET /users', '/users?limit=0', undefined, 'root', 'validation_failed'],
    ['GET /users/{username}', '/users/nobody', undefined, 'root', 'user_not_found'],
    ['GET /groups/{group}', '/groups/nothing', undefined, 'root', 'not_found'],
    ['POST /groups', '/groups', { name: 'admin' }, 'root', 'group_exists'],
    ['DELETE /groups/{group}', '/groups/admin', undefined, 'root', 'admin_group'],
    ['DELETE /users/{username}', '/users/root', undefined, 'root', 'own_account'],
    ['PATCH /me', '/me', { attributes: { sub: 'x' } }, 'root', 'attribute_not_writable'],
    ['POST /auth/sign-in', '/auth/sign-in', { username: 'nobody', password: 'x' }, 'root', 'bad_credentials'],
  ])('of %s %s %j with the token %s is the documented problem %s', async (name, address, body, who, code) => {
    const answer = await answerOf(name, address, body, who === 'root' ? token : who);
    expect(answer).toMatchObject({ fits: true, json: { code } });
    expect(document.codes(document.operation(name), answer.status)).toContain(code);
  });
});
