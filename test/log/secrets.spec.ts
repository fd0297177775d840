import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { ALICE_PASSWORD, BOB_PASSWORD, ROOT_PASSWORD, subOf } from '../../pool/seed';
import { GroupsService } from '../../src/admin/groups/groups.service';
import { CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { freePort } from '../support/free-port';
import { startKeyServer } from '../support/key-server';
import { expectNothingSecret } from '../support/log-check';
import { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { startService, TEST_ENVIRONMENT } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { until } from '../support/until';
import { post, textOf, Watched } from './watched';

const AWS_SECRET = 'aws-secret-access-key-of-the-role';
const REDIS_PASSWORD = 'password-of-the-shared-store';

/** The allowed fields of a request line; any other field has not been reviewed. */
const FIELDS = [
  'level',
  'time',
  'requestId',
  'traceId',
  'method',
  'route',
  'status',
  'ms',
  'sub',
  'clientId',
  'msg',
];

describe('The log of a service with the embedded pool', () => {
  let pool: EmbeddedPool;
  let watched: Watched;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
    const service = await ServiceProcess.start({
      ...pool.env(),
      AWS_SECRET_ACCESS_KEY: AWS_SECRET,
      REDIS_URL: `redis://user:${REDIS_PASSWORD}@127.0.0.1:${await freePort()}`,
      AUTH_RATE_LIMIT: '1000/60',
      LOG_LEVEL: 'trace',
    });
    watched = new Watched(service);
    watched.keep('a setting', AWS_SECRET, REDIS_PASSWORD, pool.clients.confidential.secret);
    await peopleSignInAndOut(watched, pool);
    await administratorsManage(watched);
    await strangersProbe(watched);
    await service.stop();
  });
  afterAll(() => pool.close());

  it('has no secret and no personal data of any request or answer', () => {
    expect(watched.kept).toBeGreaterThan(60);
    expect(watched.leaks()).toEqual([]);
  });

  it('has nothing that looks like a token, and no name of a person', () => {
    const text = watched.service.log.join('\n');
    expect(text).not.toMatch(/eyJ[\w-]{5}/);
    expect(text).not.toMatch(/alice|bob|carol|example\.com/i);
  });

  it('has one line for each request, with allowed fields only', () => {
    const lines = watched.requestLines();
    expect(lines).toHaveLength(watched.calls);
    const fields = new Set(lines.flatMap((line) => Object.keys(line)));
    expect([...fields].filter((field) => !FIELDS.includes(field))).toEqual([]);
    expect(lines.map(({ status }) => status)).toEqual(
      expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 405, 413, 415]),
    );
  });

  it('names the caller by the sub only', () => {
    expect(watched.requestLines()).toContainEqual(
      expect.objectContaining({ route: '/me', sub: subOf('alice'), clientId: pool.clients.public.id }),
    );
  });
});

/** All actions of people with their own account. */
async function peopleSignInAndOut(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const signedIn = await watched.call('/auth/sign-in', post({ username: 'alice', password: ALICE_PASSWORD }));
  const token = textOf(signedIn, 'accessToken');
  const refreshToken = textOf(signedIn, 'refreshToken');
  watched.keep('an ID token', ...textOf(signedIn, 'idToken').split('.'));
  await watched.call('/auth/sign-in', post({ username: 'alice', password: 'Wrong-Password-1' }));
  await watched.call('/auth/sign-in', post({ username: 'nobody-at-all', password: 'Wrong-Password-2' }));
  await watched.call(
    '/auth/challenge',
    post({
      challenge: 'SOFTWARE_TOKEN_MFA',
      session: 'session-that-was-never-given-out',
      username: 'alice',
      responses: { SOFTWARE_TOKEN_MFA_CODE: '918273' },
    }),
  );
  await watched.call('/auth/refresh', post({ refreshToken }));
  await watched.call('/auth/refresh', post({ refreshToken: 'refresh-token-of-nobody' }));
  const carol = {
    username: 'carol-signs-up',
    password: 'Carol-Pass-1',
    attributes: { email: 'carol@example.com', phone_number: '+441632960999', address: '12 Carol Street' },
  };
  await watched.call('/auth/sign-up', post(carol));
  await watched.call('/auth/sign-up/resend', post({ username: carol.username }));
  await watched.call('/auth/sign-up/confirm', post({ username: carol.username, code: '000111' }));
  const code = pool.lastCode(carol.username);
  await watched.call('/auth/sign-up/confirm', post({ username: carol.username, code }));
  await watched.call('/auth/forgot-password', post({ username: 'bob' }));
  await watched.call(
    '/auth/forgot-password/confirm',
    post({ username: 'bob', code: pool.lastCode('bob'), password: 'Bob-Fresh-Pass-2' }),
  );
  await watched.call('/whoami', { token });
  await watched.call('/me', { token });
  await watched.call('/me', {
    method: 'PATCH',
    token,
    body: {
      attributes: { name: 'Alice The Personal', birthdate: '1980-02-29', 'custom:secret': 'not-writable' },
    },
  });
  await watched.call('/me', {
    method: 'PATCH',
    token,
    body: { attributes: { name: 'Alice The Personal', email: 'new-alice@example.com' } },
  });
  await watched.call(
    '/me/password',
    post({ previousPassword: ALICE_PASSWORD, proposedPassword: 'Alice-Next-Pass-3' }, { token }),
  );
  watched.keep('a password', BOB_PASSWORD);
  await watched.call('/me/revoke', post({ refreshToken }, { token }));
  await watched.call('/me', { token });
}

/** The actions of an administrator on the accounts of others. */
async function administratorsManage(watched: Watched): Promise<void> {
  const signedIn = await watched.call('/auth/sign-in', post({ username: 'root', password: ROOT_PASSWORD }));
  const token = textOf(signedIn, 'accessToken');
  await watched.call(`/users?filter=${encodeURIComponent('email = "bob@example.com"')}`, { token });
  await watched.call(`/users?filter=${encodeURIComponent('email ~ "junk@example.com"')}`, { token });
  const page = await watched.call('/users?limit=2', { token });
  await watched.call(`/users?limit=2&cursor=${encodeURIComponent(textOf(page, 'nextCursor'))}`, { token });
  await watched.call(
    '/users',
    post(
      {
        username: 'dave-was-created',
        temporaryPassword: 'Dave-Temp-Pass-1',
        attributes: { email: 'dave@example.com', phone_number: '+441632960111' },
      },
      { token },
    ),
  );
  await watched.call('/users/bob', { token });
  await watched.call('/users/alice%40example.com', { token });
  await watched.call('/users/bob/password', {
    method: 'PUT',
    token,
    body: { password: 'Bob-Set-Pass-4', permanent: true },
  });
  await watched.call('/users/bob', {
    method: 'PATCH',
    token,
    body: { attributes: { name: 'Bob The Personal' } },
  });
  await watched.call('/users/bob/groups/support', { method: 'DELETE', token });
  await watched.call('/users/bob/sign-out', { method: 'POST', token });
}

/** Anonymous requests with secrets in the wrong places. */
async function strangersProbe(watched: Watched): Promise<void> {
  const stolen = signToken(makeKey(), userClaims({ email: 'stolen@example.com' }));
  await watched.call('/whoami', { token: stolen });
  await watched.call(`/whoami?access_token=${stolen}`);
  await watched.call(`/${stolen}/secret-in-a-path`);
  watched.keep('a path', 'secret-in-a-path');
  await watched.call('/whoami', { headers: { cookie: 'session=cookie-of-a-browser' } });
  await watched.call('/whoami', { headers: { authorization: 'Basic YWxpY2U6cGFzc3dvcmQtaW4tYmFzaWM=' } });
  await watched.call('/whoami', { headers: { authorization: `Bearer ${stolen} twice-the-token` } });
  await watched.call('/whoami', { headers: { 'x-request-id': `${'x'.repeat(129)}id-too-long` } });
  await watched.call('/whoami', {
    headers: { traceparent: 'traceparent-that-is-none', 'x-api-key': 'api-key-of-somebody' },
  });
  watched.keep(
    'a header',
    'cookie-of-a-browser',
    'YWxpY2U6cGFzc3dvcmQtaW4tYmFzaWM',
    'twice-the-token',
    'id-too-long',
    'traceparent-that-is-none',
    'api-key-of-somebody',
    '127.0.0.1:',
  );
  for (const part of stolen.split('.')) watched.keep('a stolen token', part);
  const raw = async (type: string, body: string): Promise<void> => {
    watched.calls += 1;
    await fetch(`${watched.service.url}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
  };
  await raw('application/json', '{"username":"alice","password":"password-in-broken-json');
  await raw('text/plain', 'password-in-plain-text');
  await raw('application/json', JSON.stringify({ password: 'password-in-large-body'.repeat(60_000) }));
  watched.keep('a body', 'password-in-broken-json', 'password-in-plain-text', 'password-in-large-body');
  await watched.call(
    '/auth/sign-in',
    post({ username: 'alice', password: 'Password-Beside-1', 'unknown-member': 1 }),
  );
  await watched.call('/whoami', { method: 'DELETE' });
}

describe('The log of a service whose Cognito fails', () => {
  const key = makeKey();
  const token = signToken(key, userClaims({ 'cognito:groups': ['admin'] }));
  const revealing =
    'User: arn:aws:sts::123456789012:assumed-role/secret-role is not authorized: alice@example.com, Password-9-Secret';

  const FAILURES: readonly [string, Answer][] = [
    ['a refusal', exception('NotAuthorizedException', revealing)],
    ['missing rights', exception('AccessDeniedException', revealing)],
    ['an exception of another kind', exception('SomethingNewException', revealing)],
    ['a trigger', exception('UserLambdaValidationException', revealing)],
    ['throttling', exception('TooManyRequestsException', revealing)],
    ['an outage', exception('InternalErrorException', revealing, 500)],
    ['a web page', html(503)],
    ['junk', { text: revealing }],
    ['junk in JSON', { json: { Username: [revealing], UserAttributes: revealing } }],
    ['a cut connection', 'reset'],
    ['half an answer', 'half'],
    ['silence', 'hang'],
  ];

  it('has no text of Cognito or of the requests', async () => {
    const keyServer = await startKeyServer(key);
    const cognito = await CognitoStub.start();
    const service = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      COGNITO_TIMEOUT_MS: '1000',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: AWS_SECRET,
      LOG_LEVEL: 'trace',
    });
    const watched = new Watched(service);
    watched.keep(
      'of AWS',
      '123456789012',
      'secret-role',
      'alice@example.com',
      'Password-9-Secret',
      AWS_SECRET,
    );
    try {
      for (const [, answer] of FAILURES) {
        for (const action of ['GetUser', 'InitiateAuth', 'AdminGetUser', 'ForgotPassword'])
          cognito.on(action, answer);
        await watched.call('/me', { token });
        await watched.call('/auth/sign-in', post({ username: 'alice-fails', password: 'Password-10-Sent' }));
        await watched.call('/auth/forgot-password', post({ username: 'alice-forgets' }));
        await watched.call('/users/alice-in-a-path', { token });
      }
      await cognito.close();
      await watched.call('/me', { token });
      watched.keep('a path', 'alice-in-a-path');
    } finally {
      await service.stop();
      await keyServer.close();
      await cognito.close().catch(() => undefined);
    }
    const warnings = service.log.filter((line) => line.includes('"msg":"dependency failed"'));
    expect(warnings.length).toBeGreaterThanOrEqual(FAILURES.length);
    expect(watched.leaks()).toEqual([]);
    for (const line of warnings) {
      const { cause, ...about } = JSON.parse(line) as { cause?: Record<string, unknown> };
      expect(Object.keys(about)).toEqual(['level', 'time', 'requestId', 'code', 'msg']);
      for (const name of Object.keys(cause ?? {}))
        expect(['exception', 'status', 'awsRequestId']).toContain(name);
    }
  });

  it('shows where an error was thrown, without the data that caused it', async () => {
    const faults = [
      () => JSON.parse('hunter2-in-json') as never,
      () => {
        throw new Error('hunter2-in-message\n    at hunter2-in-frames');
      },
      () => {
        // A thrown value need not be an error.
        throw { password: 'hunter2-in-object' };
      },
      () => (undefined as unknown as { limit: () => never }).limit(),
    ];
    const log = await logOfFaults(faults);
    const lines = log
      .filter((line) => line.includes('"msg":"unhandled error"'))
      .map((line) => JSON.parse(line) as { stack: string; requestId: string });
    expect(lines.map(({ stack }) => stack.split('\n')[0])).toEqual([
      'SyntaxError',
      'Error',
      'not an Error: object',
      "TypeError: Cannot read properties of undefined (reading 'limit')",
    ]);
    expect(lines[1]?.stack).toMatch(/^ {4}at .+secrets\.spec\.ts/m);
    expect(log.join('\n')).not.toContain('hunter2');
  });

  /** The log of a service in which listing groups fails in each of these ways. */
  async function logOfFaults(faults: readonly (() => never)[]): Promise<readonly string[]> {
    const keyServer = await startKeyServer(key);
    const service = await startService({ ...TEST_ENVIRONMENT, COGNITO_JWKS_URI: keyServer.url });
    try {
      const list = jest.spyOn(service.app.get(GroupsService), 'list');
      for (const fault of faults) {
        list.mockImplementationOnce(fault);
        expect((await service.call('/groups', { token })).status).toBe(500);
      }
      return service.log;
    } finally {
      await service.close();
      await keyServer.close();
    }
  }
});

describeWithRedis('The log of a service with a shared store', () => {
  it('has no password of the store, accepted or not', async () => {
    const redis = await RedisServer.start('--requirepass', REDIS_PASSWORD);
    const keyServer = await startKeyServer(makeKey());
    const start = (password: string) =>
      ServiceProcess.start({
        ...TEST_ENVIRONMENT,
        COGNITO_JWKS_URI: keyServer.url,
        REDIS_URL: `redis://:${password}@127.0.0.1:${redis.port}`,
        LOG_LEVEL: 'trace',
      });
    try {
      const accepted = await start(REDIS_PASSWORD);
      await until('it is ready', () => accepted.isReady());
      await accepted.stop();
      const refused = await start('wrong-password-of-the-store');
      expect(await refused.isReady()).toBe(false);
      await refused.stop();
      expect(accepted.log.join('\n')).not.toContain(REDIS_PASSWORD);
      expect(refused.log.join('\n')).not.toContain('wrong-password-of-the-store');
    } finally {
      await redis.close();
      await keyServer.close();
    }
  });
});

describe('The check of every log in the tests', () => {
  const jwt = signToken(makeKey());
  const [, payload = '', signature = ''] = jwt.split('.');

  it.each([
    ['a token', [jwt], []],
    ['the beginning of a token', [`token ${jwt.slice(0, 20)}`], []],
    ['the signature of a token that was sent', [`"x":"${signature}"`], [{ token: jwt }]],
    ['the signature of a header', [signature], [{ headers: { authorization: `Bearer ${jwt}` } }]],
    ['a payload', [payload.slice(0, 40)], [{ token: jwt }]],
    ['a password', ['{"x":"Secret-Pass-1"}'], [{ body: { password: 'Secret-Pass-1' } }]],
    ['the key of a device', ['eu-west-1_device'], [{ body: { deviceKey: 'eu-west-1_device' } }]],
    ['an SRP value', ['a1b2c3d4e5'], [{ body: { srpA: 'a1b2c3d4e5' } }]],
    [
      'a passkey',
      ['c2lnbmF0dXJl'],
      [{ body: { responses: { CREDENTIAL: { response: { s: 'c2lnbmF0dXJl' } } } } }],
    ],
    ['a nested code', ['12345678'], [{ body: { responses: { SOFTWARE_TOKEN_MFA_CODE: '12345678' } } }]],
  ])('finds %s', (_, log, sent) => {
    expect(() => expectNothingSecret(log, sent)).toThrow(/^the log has/);
  });

  it('finds nothing in a log without secrets', () => {
    const line = '{"level":30,"requestId":"5b0c9f4e-8f3a-4f63-9d5e-0c2f8a7b6d1e","route":"/me/password"}';
    const sent = [{ token: jwt, body: { password: 'Secret-Pass-1', username: 'me/password' } }];
    expect(() => expectNothingSecret([line], sent)).not.toThrow();
  });
});
