import { randomUUID } from 'node:crypto';
import { CognitoStub } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, nowSeconds, signToken, userClaims } from '../support/tokens';

const FRESH: [method: string, path: string, body: unknown][] = [
  ['DELETE', '/me', undefined],
  ['POST', '/me/password', { previousPassword: 'a', proposedPassword: 'b' }],
  ['PUT', '/me/mfa', { enabled: [] }],
  ['POST', '/me/mfa/totp', undefined],
  [
    'POST',
    '/me/passkeys',
    {
      credential: {
        id: 'a',
        rawId: 'a',
        type: 'public-key',
        response: { clientDataJSON: 'e30', attestationObject: 'o2M' },
      },
    },
  ],
  ['DELETE', '/me/passkeys/a', undefined],
];

describe('STEP_UP_SECONDS (stub endpoint, no emulator)', () => {
  const key = makeKey();
  let keys: KeyServer;
  let stub: CognitoStub;
  let service: Service;

  beforeAll(async () => {
    [keys, stub] = await Promise.all([startKeyServer(key), CognitoStub.start()]);
    service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keys.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
      STEP_UP_SECONDS: '300',
    });
  });
  beforeEach(() => {
    stub.reset();
    stub.on('AssociateSoftwareToken', { json: { SecretCode: 'JBSWY3DPEHPK3PXP' } });
  });
  afterAll(async () => {
    await service.close();
    await stub.close();
    await keys.close();
  });

  const token = (signedInAgo: number) =>
    signToken(key, userClaims({ sub: randomUUID(), auth_time: nowSeconds() - signedInAgo }));

  it.each(FRESH)('requires for %s %s a sign-in within the last 300 seconds', async (method, path, body) => {
    const old = await service.call(path, { method, body, token: token(400) });
    expect([old.status, ((await old.json()) as { code: string }).code]).toEqual([401, 'step_up_required']);
    const challenge = old.headers.get('www-authenticate');
    expect(challenge).toContain('error="insufficient_user_authentication"');
    expect(challenge).toContain('max_age="300"');
    expect(stub.requests).toEqual([]);
    const fresh = await service.call(path, { method, body, token: token(200) });
    expect(fresh.ok).toBe(true);
  });

  it('accepts any sign-in on the other routes of /me', async () => {
    stub.on('GetUserAuthFactors', { json: { Username: 'alice' } });
    expect((await service.call('/me/mfa', { token: token(4000) })).status).toBe(200);
  });
});
