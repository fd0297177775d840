import { createHash } from 'node:crypto';
import { createAuthenticator, type StandaloneGuard } from '../create-authenticator.ts';
import type { TokenOptions } from '../testing/test-claims.ts';
import { createTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import type { VerifiedToken } from '../tokens/token-verifier.ts';
import type { IdTokenFacts } from './id-token-verifier.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('an ID token beside an access token', () => {
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

  it('tells who the caller is', async () => {
    const access = await accessOf({ username: 'bob' });
    const identity = await verify(issuer.idToken(access.token), access);
    expect(identity).toMatchObject({ sub: access.principal.sub, username: 'bob', email: 'bob@example.com' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://elsewhere.example' }, 'The ID token is of another issuer.'],
    ['an access token', { token_use: 'access' }, 'The token is not an ID token.'],
    ['another app client', { aud: 'other' }, 'The ID token is of another app client.'],
    ['another person', { sub: 'other' }, 'The ID token is of another person.'],
    ['another sign-in', { origin_jti: 'other' }, 'The ID token is of another sign-in.'],
    ['an end that has passed', { exp: nowSeconds() - 6 }, 'The ID token has expired.'],
    ['no end', { exp: undefined }, 'The ID token has expired.'],
    ['an end that is text', { exp: String(nowSeconds() + 600) }, 'The ID token has expired.'],
    ['a time of issue to come', { iat: nowSeconds() + 60 }, 'The ID token was issued in the future.'],
    ['no time of issue', { iat: undefined }, 'The ID token was issued in the future.'],
    ['a beginning to come', { nbf: nowSeconds() + 60 }, 'The ID token is not valid yet.'],
    ['a beginning that is text', { nbf: '1' }, 'The ID token is not valid yet.'],
    ['the hash of another access token', { at_hash: 'abc' }, 'The ID token is of another access token.'],
  ])('is refused with %s', async (_, claims, detail) => {
    const access = await accessOf();
    await expect(verify(issuer.idToken(access.token, { claims }), access)).rejects.toMatchObject(
      mismatch(detail),
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['an end within the clock tolerance', { exp: nowSeconds() - 3 }],
    ['a time of issue within the clock tolerance', { iat: nowSeconds() + 3 }],
    ['a beginning within the clock tolerance', { nbf: nowSeconds() + 3 }],
    ['a beginning that has passed', { nbf: nowSeconds() - 60 }],
    ['no sign-in', { origin_jti: undefined }],
    ['groups that are no list', { 'cognito:groups': 'admin' }],
  ])('is accepted with %s', async (_, claims) => {
    const access = await accessOf();
    await expect(verify(issuer.idToken(access.token, { claims }), access)).resolves.toBeDefined();
  });

  it('is not held to the sign-in of an access token that names none', async () => {
    const access = await accessOf({ claims: { origin_jti: undefined } });
    const idToken = issuer.idToken(access.token, { claims: { origin_jti: 'any' } });
    await expect(verify(idToken, access)).resolves.toBeDefined();
  });

  it('may carry the hash of its access token', async () => {
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
  ])('with the nonce %p answers the request of %p: %p', async (nonce, expected, answers) => {
    const access = await accessOf();
    const verified = verify(issuer.idToken(access.token, { claims: { nonce } }), access, { nonce: expected });
    if (answers) await expect(verified).resolves.toBeDefined();
    else await expect(verified).rejects.toMatchObject(mismatch('The ID token answers another request.'));
  });

  it('is nothing for a machine', async () => {
    const access = await accessOf({ machine: true });
    const idToken = issuer.idToken(access.token);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('A machine has no identity.'));
  });

  it.each(['', 'abc', 'a.b.c'])('is a JWS: %j is not', async (text) => {
    const detail = 'The ID token is not an RS256 JWS in compact form.';
    await expect(verify(text, await accessOf())).rejects.toMatchObject(mismatch(detail));
  });

  it('is signed by its pool', async () => {
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

  it('may be signed with a key that is new', async () => {
    const access = await accessOf();
    issuer.rotate();
    await expect(verify(issuer.idToken(access.token), access)).resolves.toBeDefined();
  });

  it('is remembered for its access token, while its key is published, and no other is taken for it', async () => {
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

  it('that is remembered is still asked whether it has ended', async () => {
    const access = await accessOf();
    const idToken = issuer.idToken(access.token);
    await verify(idToken, access);
    await expect(verify(idToken, access, { nonce: 'n' })).rejects.toMatchObject({
      code: 'identity_mismatch',
    });
    await guard.revocations.record([{ kind: 'user', sub: access.principal.sub, reason: 'sign-out' }]);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('The ID token was revoked.'));
  });

  it('ends with the groups that it has, in its own pool', async () => {
    const access = await accessOf({ pool: 'staff' });
    const idToken = issuer.idToken(access.token, { claims: { 'cognito:groups': ['admin'] } });
    await guard.revocations.record([{ kind: 'group', name: 'admin', pool: 'customers' }]);
    await expect(verify(idToken, access)).resolves.toBeDefined();
    await guard.revocations.record([{ kind: 'group', name: 'admin', pool: 'staff' }]);
    await expect(verify(idToken, access)).rejects.toMatchObject(mismatch('The ID token was revoked.'));
  });
});

describe('an ID token of the one pool of an application', () => {
  it('ends with what is revoked in that pool', async () => {
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
