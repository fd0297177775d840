import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { IdentityPoolStub } from '../../pool/identity-pool/identity-pool';
import { startService, type Service } from '../support/service';

const ROLE = 'arn:aws:iam::123456789012:role/reports';

let pool: EmbeddedPool;
let stub: IdentityPoolStub;
let service: Service;

beforeAll(async () => {
  pool = await startEmbeddedPool();
  stub = await IdentityPoolStub.start({
    userPoolId: pool.userPoolId,
    region: pool.region,
    clientIds: [pool.clients.public.id],
    guests: true,
    roles: { type: 'Token', authenticated: 'arn:aws:iam::123456789012:role/plain' },
  });
  service = await startService({
    ...pool.env(),
    ...stub.env(),
    AUTH_RATE_LIMIT: 'off',
    COGNITO_TIMEOUT_MS: '2000',
  });
}, 60_000);
afterAll(async () => {
  await service.close();
  await stub.close();
  await pool.close();
});
afterEach(() => {
  stub.failure = undefined;
});

interface Pair {
  readonly accessToken: string;
  readonly idToken: string;
}

/** The two tokens of one sign-in, with further claims in the ID token. */
function tokensOf(username: string, inId: Record<string, unknown> = {}): Pair {
  const shared = { sub: `sub-${username}`, origin_jti: `session-of-${username}` };
  return {
    accessToken: pool.mint({ ...shared, username, scope: 'aws.cognito.signin.user.admin' }),
    idToken: pool.mint({
      ...shared,
      token_use: 'id',
      aud: pool.clients.public.id,
      client_id: undefined,
      'cognito:username': username,
      ...inId,
    }),
  };
}

async function ask(token: string | undefined, body: unknown) {
  const answer = await service.call('/me/aws-credentials', {
    method: 'POST',
    body,
    ...(token !== undefined && { token }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

describe('POST /me/aws-credentials (a stub of Cognito Identity; no AWS involved)', () => {
  it('returns credentials, with the same identity each time', async () => {
    const { accessToken, idToken } = tokensOf('alice');
    const first = await ask(accessToken, { idToken });
    expect([first.status, first.body]).toEqual([
      200,
      {
        identityId: expect.stringMatching(/^us-east-1:/),
        accessKeyId: expect.any(String),
        secretAccessKey: 'secret-key-of-the-stub',
        sessionToken: 'session-token-of-the-stub',
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    ]);
    expect(Date.parse(String(first.body['expiresAt']))).toBeGreaterThan(Date.now());
    expect(first.headers.get('cache-control')).toContain('no-store');
    expect((await ask(accessToken, { idToken })).body['identityId']).toBe(first.body['identityId']);
  });

  it('sends the ID token unsigned, under the name of the user pool', async () => {
    const { accessToken, idToken } = tokensOf('alice');
    stub.calls.length = 0;
    const { body } = await ask(accessToken, { idToken });
    const Logins = { [`cognito-idp.${pool.region}.amazonaws.com/${pool.userPoolId}`]: idToken };
    expect(stub.calls).toEqual([
      {
        target: 'AWSCognitoIdentityService.GetId',
        body: { IdentityPoolId: stub.id, Logins },
        authorization: undefined,
      },
      {
        target: 'AWSCognitoIdentityService.GetCredentialsForIdentity',
        body: { IdentityId: body['identityId'], Logins },
        authorization: undefined,
      },
    ]);
  });

  it('requests a role from the ID token, and refuses any other', async () => {
    const { accessToken, idToken } = tokensOf('alice', { 'cognito:roles': [ROLE] });
    expect((await ask(accessToken, { idToken, roleArn: ROLE })).body['accessKeyId']).toBe('ASIAreports');
    stub.calls.length = 0;
    const other = await ask(accessToken, { idToken, roleArn: `${ROLE}-2` });
    expect([other.status, other.body['code']]).toEqual([403, 'role_not_allowed']);
    expect(stub.calls).toEqual([]);
  });

  it.each<[string, () => [string | undefined, string], number, string]>([
    ['no access token', () => [undefined, tokensOf('alice').idToken], 401, 'token_missing'],
    [
      'a machine',
      () => [pool.mintMachineToken(['aws.cognito.signin.user.admin']), tokensOf('alice').idToken],
      403,
      'forbidden',
    ],
    [
      'the ID token of somebody else',
      () => [tokensOf('alice').accessToken, tokensOf('bob').idToken],
      403,
      'forbidden',
    ],
    [
      'the access token as the ID token',
      () => [tokensOf('alice').accessToken, tokensOf('alice').accessToken],
      403,
      'forbidden',
    ],
    [
      'an expired ID token',
      () => [tokensOf('alice').accessToken, tokensOf('alice', { exp: 1 }).idToken],
      403,
      'forbidden',
    ],
    [
      'an ID token of another app client',
      () => [tokensOf('alice').accessToken, tokensOf('alice', { aud: 'x' }).idToken],
      403,
      'forbidden',
    ],
    ['a text that is not a token', () => [tokensOf('alice').accessToken, 'nonsense'], 403, 'forbidden'],
  ])('sends nothing for %s', async (_title, tokens, status, code) => {
    const [accessToken, idToken] = tokens();
    stub.calls.length = 0;
    const answer = await ask(accessToken, { idToken });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(stub.calls).toEqual([]);
  });

  it.each([[{}], [{ idToken: '' }], [{ idToken: 'x', roleArn: 'role' }], [{ idToken: 'x', other: 1 }]])(
    'answers 400 to the body %j',
    async (body) => {
      const answer = await ask(tokensOf('alice').accessToken, body);
      expect([answer.status, answer.body['code']]).toEqual([400, 'validation_failed']);
    },
  );

  it.each([
    ['InvalidIdentityPoolConfigurationException', 400, 502, 'cognito_misconfigured'],
    ['ResourceNotFoundException', 400, 502, 'cognito_misconfigured'],
    ['NotAuthorizedException', 400, 403, 'forbidden'],
    ['ResourceConflictException', 409, 409, 'conflict'],
    ['LimitExceededException', 400, 429, 'rate_limited'],
    ['TooManyRequestsException', 400, 429, 'rate_limited'],
    ['ExternalServiceException', 400, 502, 'cognito_error'],
    ['InvalidParameterException', 400, 400, 'invalid_parameter'],
    ['InternalErrorException', 500, 503, 'cognito_unavailable'],
  ])('reports the %s of the identity pool', async (exception, from, status, code) => {
    stub.failure = { exception, status: from };
    const { accessToken, idToken } = tokensOf('alice');
    const answer = await ask(accessToken, { idToken });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.has('retry-after')).toBe(status === 429 || status === 503);
    expect(answer.text).not.toContain('Told to fail');
  });

  it('answers 503 if the identity pool hangs', async () => {
    stub.failure = 'silent';
    const { accessToken, idToken } = tokensOf('alice');
    expect(await ask(accessToken, { idToken })).toMatchObject({
      status: 503,
      body: { code: 'cognito_unavailable' },
    });
  });

  it('sends nothing once the session is revoked', async () => {
    const { Revocations } = await import('lifeguard-auth');
    const { accessToken, idToken } = tokensOf('carol');
    await service.app.get(Revocations).revokeUser('sub-carol');
    stub.calls.length = 0;
    expect(await ask(accessToken, { idToken })).toMatchObject({
      status: 401,
      body: { code: 'token_revoked' },
    });
    expect(stub.calls).toEqual([]);
  });
});

describe('POST /auth/aws-credentials/guest (a stub of Cognito Identity; no AWS involved)', () => {
  it('returns credentials without a token, and keeps an identity that is sent again', async () => {
    const first = await service.call('/auth/aws-credentials/guest', { method: 'POST' });
    expect(first.status).toBe(200);
    const { identityId } = (await first.json()) as { identityId: string };
    const again = await service.call('/auth/aws-credentials/guest', { method: 'POST', body: { identityId } });
    expect(await again.json()).toMatchObject({ identityId });
  });

  it('answers 400 to an identity of the wrong form', async () => {
    const answer = await service.call('/auth/aws-credentials/guest', {
      method: 'POST',
      body: { identityId: 'x' },
    });
    expect(answer.status).toBe(400);
  });
});

describe('a service without an identity pool', () => {
  it('does not have the routes', async () => {
    const plain = await startService({ ...pool.env(), AUTH_RATE_LIMIT: 'off' });
    const { accessToken } = tokensOf('alice');
    for (const path of ['/me/aws-credentials', '/auth/aws-credentials/guest']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await plain.call(path, { method: 'POST', token: accessToken, body: {} });
      expect(answer.status).toBe(404);
    }
    const document = (await (await plain.call('/openapi.json')).json()) as { paths: object };
    expect(Object.keys(document.paths).filter((path) => path.includes('aws'))).toEqual([]);
    await plain.close();
  });
});
