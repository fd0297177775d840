import { RoutePolicies } from 'lifeguard-auth';
import { startEmbeddedPool, type EmbeddedPool } from '../pool/embedded-pool';
import { subOf } from '../pool/seed';
import { startService, type Service } from './support/service';

/** The verdict on a caller at a route: admitted, or the code of the refusal. */
type Verdict = 'in' | 'token_missing' | 'forbidden' | 'insufficient_scope';

const CALLERS = [
  'nobody',
  'alice',
  'alice without the scope of /me',
  'alice with the scopes of machines',
  'root of the admin group',
  'a machine without scopes',
  'a machine that reads',
  'a machine that writes',
] as const;

type Row = readonly [Verdict, Verdict, Verdict, Verdict, Verdict, Verdict, Verdict, Verdict];

/** Who may call it, a verdict for each caller in the order above. */
const PUBLIC: Row = ['in', 'in', 'in', 'in', 'in', 'in', 'in', 'in'];
const ANY: Row = ['token_missing', 'in', 'in', 'in', 'in', 'in', 'in', 'in'];
const SELF: Row = [
  'token_missing',
  'in',
  'insufficient_scope',
  'insufficient_scope',
  'in',
  'insufficient_scope',
  'insufficient_scope',
  'insufficient_scope',
];
const READ: Row = [
  'token_missing',
  'forbidden',
  'forbidden',
  'forbidden',
  'in',
  'insufficient_scope',
  'in',
  'insufficient_scope',
];
const WRITE: Row = [
  'token_missing',
  'forbidden',
  'forbidden',
  'forbidden',
  'in',
  'insufficient_scope',
  'insufficient_scope',
  'in',
];

const TABLE: Readonly<Record<string, Row>> = {
  'GET /health/live': PUBLIC,
  'GET /health/ready': PUBLIC,
  'GET /.well-known/oauth-protected-resource': PUBLIC,
  'GET /whoami': ANY,
  'GET /whoami/routes': ANY,
  'POST /access/explain': READ,
  'GET /me': SELF,
  'PATCH /me': SELF,
  'DELETE /me': SELF,
  'POST /me/revoke': SELF,
  'POST /me/sign-out': SELF,
  'POST /me/password': SELF,
  'POST /me/attributes/:name/code': SELF,
  'POST /me/attributes/:name/verify': SELF,
  'GET /me/mfa': SELF,
  'PUT /me/mfa': SELF,
  'POST /me/mfa/totp': SELF,
  'POST /me/mfa/totp/verify': SELF,
  'GET /me/sessions': SELF,
  'DELETE /me/sessions/:id': SELF,
  'GET /me/devices': SELF,
  'GET /me/devices/:key': SELF,
  'POST /me/devices': SELF,
  'PUT /me/devices/:key': SELF,
  'DELETE /me/devices/:key': SELF,
  'POST /me/passkeys/options': SELF,
  'POST /me/passkeys': SELF,
  'GET /me/passkeys': SELF,
  'DELETE /me/passkeys/:id': SELF,
  'POST /auth/sign-in': PUBLIC,
  'POST /auth/challenge': PUBLIC,
  'POST /auth/refresh': PUBLIC,
  'POST /auth/mfa/totp': PUBLIC,
  'POST /auth/mfa/totp/verify': PUBLIC,
  'POST /auth/sign-up': PUBLIC,
  'POST /auth/sign-up/confirm': PUBLIC,
  'POST /auth/sign-up/resend': PUBLIC,
  'POST /auth/forgot-password': PUBLIC,
  'POST /auth/forgot-password/confirm': PUBLIC,
  'GET /users': READ,
  'POST /users': WRITE,
  'GET /users/:username': READ,
  'PATCH /users/:username': WRITE,
  'DELETE /users/:username': WRITE,
  'POST /users/:username/enable': WRITE,
  'POST /users/:username/disable': WRITE,
  'POST /users/:username/sign-out': WRITE,
  'POST /users/:username/confirm': WRITE,
  'POST /users/:username/reset-password': WRITE,
  'PUT /users/:username/password': WRITE,
  'POST /users/:username/invitation': WRITE,
  'PUT /users/:username/mfa': WRITE,
  'DELETE /users/:username/mfa/totp': WRITE,
  'GET /users/:username/sessions': READ,
  'DELETE /users/:username/sessions/:id': WRITE,
  'GET /users/:username/devices': READ,
  'DELETE /users/:username/devices/:key': WRITE,
  'POST /revocations': WRITE,
  'GET /users/:username/groups': READ,
  'PUT /users/:username/groups/:group': WRITE,
  'DELETE /users/:username/groups/:group': WRITE,
  'GET /groups': READ,
  'POST /groups': WRITE,
  'GET /groups/:group': READ,
  'PATCH /groups/:group': WRITE,
  'DELETE /groups/:group': WRITE,
  'GET /groups/:group/users': READ,
};

/** The codes that come from the handler of a route, so that the caller was admitted. */
const ADMITTED = ['in', 'validation_failed', 'user_not_found', 'not_found', 'not_available_here'];

const byCaller = (verdicts: readonly Verdict[]): Record<string, Verdict | undefined> =>
  Object.fromEntries(CALLERS.map((caller, index) => [caller, verdicts[index]]));

const USERS_SCOPES = 'lifeguard/users.read lifeguard/users.write';

function tokensOf(pool: EmbeddedPool): readonly (string | undefined)[] {
  const alice = { sub: subOf('alice'), username: 'alice', client_id: pool.clients.public.id };
  const selfService = 'aws.cognito.signin.user.admin';
  return [
    undefined,
    pool.mint({ ...alice, scope: selfService }),
    pool.mint({ ...alice, scope: 'openid' }),
    pool.mint({ ...alice, scope: USERS_SCOPES }),
    pool.mint({ sub: subOf('root'), username: 'root', scope: selfService, 'cognito:groups': ['admin'] }),
    pool.mintMachineToken(['openid']),
    pool.mintMachineToken(['lifeguard/users.read']),
    pool.mintMachineToken(['lifeguard/users.write']),
  ];
}

describe('who may call what', () => {
  let pool: EmbeddedPool;
  let service: Service;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
    service = await startService({
      ...pool.env(),
      AUTH_RATE_LIMIT: 'off',
      PUBLIC_URL: 'https://api.example.com',
    });
  });
  afterAll(async () => {
    await service.close();
    await pool.close();
  });

  it('is listed for every route of the application, and for no other', () => {
    const running = service.app
      .get(RoutePolicies)
      .list()
      .map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(TABLE).toSorted()).toEqual(running.toSorted());
  });

  it.each(Object.entries(TABLE))('%s', async (route, row) => {
    const [method = '', path = ''] = route.split(' ');
    // No route accepts this body: an admitted caller gets `validation_failed`, and nothing changes.
    const body = method === 'GET' ? undefined : { surely: 'unknown' };
    const address = path.replace(':username', 'nobody-has-this-name').replace(':group', 'nobody-made-this');
    const verdictOn = async (token: string | undefined): Promise<Verdict> => {
      const response = await service.call(address, { method, body, ...(token !== undefined && { token }) });
      const { code } = response.ok ? { code: 'in' } : ((await response.json()) as { code: string });
      return ADMITTED.includes(code) ? 'in' : (code as Verdict);
    };
    const verdicts = await Promise.all(tokensOf(pool).map(verdictOn));
    expect(byCaller(verdicts)).toEqual(byCaller(row));
  });
});
