import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { makeKey } from '../support/tokens';
import { runUntilEnd, type Ended } from './ended-process';

const SETTINGS = { ADMIN_GROUP: 'lifeguards', RESOURCE_SERVER: 'beach' };

let keys: KeyServer;
let logged: string[];
let printed: Ended;
beforeAll(async () => {
  keys = await startKeyServer(makeKey());
  const service = await ServiceProcess.start({
    ...TEST_ENVIRONMENT,
    ...SETTINGS,
    COGNITO_JWKS_URI: keys.url,
  });
  logged = service.log
    .filter((line) => line.includes('"msg":"route"'))
    .map((line) => (JSON.parse(line) as { route: string }).route);
  await service.stop();
  printed = await runUntilEnd('routes.ts', SETTINGS);
}, 60_000);
afterAll(() => keys.close());

/** The lines by method and path. */
const table = (): Record<string, string> =>
  Object.fromEntries(
    logged.map((line) => {
      const [, route = '', policy = ''] = /^(\w+ +\S+) +(.*)$/.exec(line) ?? [];
      return [route.replace(/ +/, ' '), policy];
    }),
  );

describe('the table of routes', () => {
  it('is logged at startup, a line for each route', () => {
    expect(new Set(logged).size).toBe(logged.length);
    expect(Object.keys(table())).toEqual(
      expect.arrayContaining([
        'GET /health/live',
        'GET /health/ready',
        'GET /docs',
        'GET /openapi.json',
        'GET /whoami',
        'GET /me',
        'PATCH /me',
        'DELETE /me',
        'POST /me/revoke',
        'POST /me/sign-out',
        'POST /me/password',
        'POST /auth/sign-in',
        'POST /auth/challenge',
        'POST /auth/refresh',
        'POST /auth/sign-up',
        'POST /auth/sign-up/confirm',
        'POST /auth/sign-up/resend',
        'POST /auth/forgot-password',
        'POST /auth/forgot-password/confirm',
        'GET /users',
        'POST /users',
        'GET /users/:username',
        'PUT /users/:username/password',
        'DELETE /users/:username/groups/:group',
        'GET /groups/:group/users',
      ]),
    );
  });

  it('shows who may call each, with the names from the settings', () => {
    expect(table()).toMatchObject({
      'GET /docs': 'public: no token is needed',
      'GET /whoami': 'any valid access token',
      'GET /me': 'scope `aws.cognito.signin.user.admin`',
      'GET /users': 'group `lifeguards` or (a machine (client credentials) and scope `beach/users.read`)',
      'DELETE /groups/:group':
        'group `lifeguards` or (a machine (client credentials) and scope `beach/users.write`)',
    });
  });

  it('is printed by `npm run routes`, without a pool and without a server', () => {
    expect(printed.stderr).toEqual([]);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toEqual(logged);
  });
});
