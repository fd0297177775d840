import { createHash } from 'node:crypto';
import { createAuthenticator, type StandaloneGuard } from '../create-authenticator.ts';
import type { TokenOptions } from '../testing/test-claims.ts';
import { createTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import type { IdTokenFacts } from './id-token-verifier.ts';

/** Stops the clock at the start of the current second, and returns that second. */
function stopClock(): number {
  const now = Math.floor(Date.now() / 1000);
  jest.spyOn(Date, 'now').mockReturnValue(now * 1000);
  return now;
}

describe('IdTokenVerifier, for an ID token with an access token', () => {
  let issuer: TestIssuer;
  let guard: StandaloneGuard;
  beforeAll(async () => {
    issuer = await createTestIssuer({ pools: ['customers', 'staff'] });
  });
  beforeEach(() => {
    guard = createAuthenticator(issuer.options);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => issuer.close());

  const accessOf = async (options?: TokenOptions): Promise<VerifiedToken> =>
    guard.authenticator.identify(['Authorization', `Bearer ${issuer.token(options)}`]);
  const verify = (idToken: string, access: VerifiedToken, facts?: IdTokenFacts) =>
    guard.authenticator.verifyIdToken(idToken, access, facts);
  const mismatch = (detail: string) => ({ code: 'identity_mismatch', status: 401, detail });

  it('returns the identity of the caller', async () => {
    const access = await accessOf({ username: 'bob' });
    const identity = await verify(issuer.idToken(access.token), access);
    expect(identity).toMatchObject({ sub: access.principal.sub, username: 'bob', email: 'bob@example.com' });
  });

  it('returns the username of the access token if the ID token has none', async () => {
    const access = await accessOf({ username: 'bob' });
    const idToken = issuer.idToken(access.token, { claims: { 'cognito:username': undefined } });
    await expect(verify(idToken, access)).resolves.toMatchObject({ username: 'bob' });
  });

  it.each<[string, (now: number) => Record<string, unknown>, string]>([
    [
      'another issuer',
      () => ({ iss: 'https://elsewhere.example' }),
      'The ID token was issued by another issuer.',
    ],
    ['an access token', () => ({ token_use: 'access' }), 'The token is not an ID token.'],
    ['another app client', () => ({ aud: 'other' }), 'The ID token was issued to another app client.'],
    ['another person', () => ({ sub: 'other' }), 'The ID token belongs to another person.'],
    ['another sign-in', () => ({ origin_jti: 'other' }), 'The ID token belongs to another sign-in.'],
    ['an expiry in the past', (now) => ({ exp: now - 6 }), 'The ID token has expired.'],
    ['an expiry just beyond the clock tolerance', (now) => ({ exp: now - 5 }), 'The ID token has expired.'],
    ['no expiry', () => ({ exp: undefined }), 'The ID token has expired.'],
    ['an expiry that is text', (now) => ({ exp: String(now + 600) }), 'The ID token has expired.'],
    ['a time of issue in the future', (now) => ({ iat: now + 6 }), 'The ID token was issued in the future.'],
    ['no time of issue', () => ({ iat: undefined }), 'The ID token was issued in the future.'],
    ['a start of validity in the future', (now) => ({ nbf: now + 6 }), 'The ID token is not valid yet.'],
    ['a start of validity that is text', () => ({ nbf: '1' }), 'The ID token is not valid yet.'],
    [
      'the hash of another access token',
      () => ({ at_hash: 'abc' }),
      'The ID token belongs to another access token.',
    ],
  ])('refuses an ID token with %s', async (_, claimsAt, detail) => {
    const access = await accessOf();
    const claims = claimsAt(stopClock());
    await expect(verify(issuer.idToken(access.token, { claims }), access)).rejects.toMatchObject(
      mismatch(detail),
    );
  });

  it.each<[string, (now: number) => Record<string, unknown>]>([
    ['an expiry within the clock tolerance', (now) => ({ exp: now - 4 })],
    ['a time of issue within the clock tolerance', (now) => ({ iat: now + 5 })],
    ['a start of validity within the clock tolerance', (now) => ({ nbf: now + 5 })],
    ['a start of validity in the past', (now) => ({ nbf: now - 60 })],
    ['no id of the sign-in', () => ({ origin_jti: undefined })],
    ['groups that are not a list', () => ({ 'cognito:groups': 'admin' })],
  ])('accepts an ID token with %s', async (_, claimsAt) => {
    const access = await accessOf();
    const claims = claimsAt(stopClock());
    await expect(verify(issuer.idToken(access.token, { claims }), access)).resolves.toBeDefined();
  });

  it('does not compare sign-ins if the access token has no origin_jti', async () => {
    const access = await accessOf({ claims: { origin_jti: undefined } });
    const idToken = issuer.idToken(access.token, { claims: { origin_jti: 'any' } });
    await expect(verify(idToken, access)).resolves.toBeDefined();
  });

  it('accepts an ID token with the hash of its access token', async () => {
    const access = await accessOf();
    const digest = createHash('sha256').update(access.token).digest();
    const claims = { at_hash: digest.subarray(0, 16).toString('base64url') };
    await expect(verify(issuer.idToken(access.token, { claims }), access)).resolves.toBeDefined();
  });

  it.each<[unknown, string, boolean]>([
    ['n-1', 'n-1', true],
    ['n-1', 'n-2', false],
    ['', 'n-1', false],
    [undefined, 'n-1', false],
    [1, '1', false],
  ])('matches the nonce %p with the expected nonce %p: %p', async (nonce, expected, answers) => {
    const access = await accessOf();
    const verified = verify(issuer.idToken(access.token, { claims: { nonce } }), access, { nonce: expected });
    if (answers) await expect(verified).resolves.toBeDefined();
    else
      await expect(verified).rejects.toMatchObject(
        mismatch('The nonce of the ID token belongs to another request.'),
      );
  });

  it('refuses an ID token with the access token of a machine', async () => {
    const access = await accessOf({ machine: true });
    const idToken = issuer.idToken(access.token);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('A machine has no ID token.'));
  });

  it.each(['', 'abc', 'a.b.c'])('refuses a token that is not a JWS: %j', async (text) => {
    const detail = 'The ID token is not an RS256 JWS in compact form.';
    await expect(verify(text, await accessOf())).rejects.toMatchObject(mismatch(detail));
  });

  it('refuses an ID token that its pool did not sign', async () => {
    const detail = 'The signature of the ID token does not verify.';
    const access = await accessOf();
    const idToken = issuer.idToken(access.token);
    const flipped = idToken.at(-10) === 'A' ? 'B' : 'A';
    const tampered = idToken.slice(0, -10) + flipped + idToken.slice(-9);
    await expect(verify(tampered, access)).rejects.toMatchObject(mismatch(detail));
    const stranger = await createTestIssuer({ pools: ['customers', 'staff'] });
    await expect(verify(stranger.idToken(access.token), access)).rejects.toMatchObject(mismatch(detail));
    await stranger.close();
  });

  it('fetches a new signing key for an ID token', async () => {
    const access = await accessOf();
    issuer.rotate();
    await expect(verify(issuer.idToken(access.token), access)).resolves.toBeDefined();
  });

  it('caches the verified ID token of an access token while its key is published, and no other', async () => {
    const access = await accessOf();
    const idToken = issuer.idToken(access.token);
    await verify(idToken, access);
    const { keys } = access.pool;
    jest.spyOn(keys, 'get').mockReturnValue(undefined);
    jest.spyOn(keys, 'find').mockResolvedValue(undefined);
    await expect(verify(idToken, access)).resolves.toBeDefined();
    await expect(verify(issuer.idToken(access.token), access)).rejects.toMatchObject({
      code: 'identity_mismatch',
    });
    jest.spyOn(keys, 'has').mockReturnValue(false);
    await expect(verify(idToken, access)).rejects.toMatchObject({ code: 'identity_mismatch' });
  });

  it('checks nonce and revocation of a cached ID token again', async () => {
    const access = await accessOf();
    const idToken = issuer.idToken(access.token);
    await verify(idToken, access);
    await expect(verify(idToken, access, { nonce: 'n' })).rejects.toMatchObject({
      code: 'identity_mismatch',
    });
    await guard.revocations.record([{ kind: 'user', sub: access.principal.sub, reason: 'sign-out' }]);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('The ID token was revoked.'));
  });

  it('refuses an ID token with a revoked group of its own pool only', async () => {
    const access = await accessOf({ pool: 'staff' });
    const idToken = issuer.idToken(access.token, { claims: { 'cognito:groups': ['admin'] } });
    await guard.revocations.record([{ kind: 'group', name: 'admin', pool: 'customers' }]);
    await expect(verify(idToken, access)).resolves.toBeDefined();
    await guard.revocations.record([{ kind: 'group', name: 'admin', pool: 'staff' }]);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('The ID token was revoked.'));
  });
});

describe('IdTokenVerifier, in an application with one pool', () => {
  it('refuses an ID token that was revoked', async () => {
    const issuer = await createTestIssuer();
    const { authenticator, revocations } = createAuthenticator(issuer.options);
    const access = await authenticator.identify(['authorization', `Bearer ${issuer.token()}`]);
    const idToken = issuer.idToken(access.token, { claims: { 'cognito:groups': ['admin'] } });
    await expect(authenticator.verifyIdToken(idToken, access)).resolves.toBeDefined();
    await revocations.record([{ kind: 'group', name: 'admin' }]);
    await expect(authenticator.verifyIdToken(idToken, access)).rejects.toMatchObject({
      code: 'identity_mismatch',
    });
    await issuer.close();
  });
});
