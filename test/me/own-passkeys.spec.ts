import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { PasskeyAuthenticator } from '../../pool/passkey.authenticator';
import { PoolService } from '../support/pool.service';

/** A person's own passkeys, verified by `@simplewebauthn/server`. */
describe('The passkeys of a person', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start();
  });
  afterAll(() => app.close());
  const list = async (token: string, query = '') =>
    (await app.request('GET', `/me/passkeys${query}`, undefined, token)).body;
  const save = (token: string, credential: unknown) => app.post('/me/passkeys', { credential }, token);

  async function register(token: string, device = new PasskeyAuthenticator()) {
    const options = await app.post('/me/passkeys/options', undefined, token);
    expect(options.status).toBe(200);
    expect(options.headers.get('cache-control')).toBe('no-store');
    return device.register(options.body as unknown as PublicKeyCredentialCreationOptionsJSON);
  }

  it('are registered, listed, used to sign in and deleted', async () => {
    const { accessToken: token } = await app.signIn('alice');
    const device = new PasskeyAuthenticator();
    const credential = await register(token, device);
    const saved = await save(token, credential);
    expect([saved.status, saved.text]).toEqual([204, '']);
    expect(await list(token)).toEqual({
      items: [
        expect.objectContaining({
          id: credential.id,
          name: expect.any(String),
          relyingParty: 'localhost',
          transports: expect.any(Array),
          createdAt: expect.stringMatching(/Z$/),
        }),
      ],
    });
    const factors = await app.request('GET', '/me/mfa', undefined, token);
    expect(factors.body['signInFactors']).toContain('passkey');

    const signIn = () => app.post('/auth/sign-in', { flow: 'choice', prefer: 'passkey', username: 'alice' });
    const { body } = await signIn();
    expect(body['challenge']).toBe('WEB_AUTHN');
    const { CREDENTIAL_REQUEST_OPTIONS: request } = body['parameters'] as {
      CREDENTIAL_REQUEST_OPTIONS: PublicKeyCredentialRequestOptionsJSON;
    };
    const done = await app.post('/auth/challenge', {
      challenge: 'WEB_AUTHN',
      session: body['session'],
      username: 'alice',
      responses: { CREDENTIAL: device.assert(request) },
    });
    expect(await app.verdictOn(String(done.body['accessToken']))).toBe('valid');

    const path = `/me/passkeys/${encodeURIComponent(credential.id)}`;
    expect((await app.request('DELETE', path, undefined, token)).status).toBe(204);
    expect(await list(token)).toEqual({ items: [] });
    expect((await app.request('DELETE', path, undefined, token)).status).toBe(404);
    expect((await signIn()).body['challenge']).not.toBe('WEB_AUTHN');
  });

  it('are listed by pages', async () => {
    const { accessToken: token } = await app.signIn('bob');
    for (let count = 0; count < 3; count += 1) await save(token, await register(token));
    const first = await list(token, '?limit=2');
    expect(first['items']).toHaveLength(2);
    const rest = await list(token, `?limit=2&cursor=${encodeURIComponent(String(first['nextCursor']))}`);
    expect(rest['items']).toHaveLength(1);
    expect(rest).not.toHaveProperty('nextCursor');
  });

  it('are refused without a challenge, for another challenge, and twice', async () => {
    const { accessToken: token } = await app.signIn('user01');
    const credential = await register(token);
    await register(token);
    expect(await save(token, credential)).toMatchObject({ status: 400, body: { code: 'passkey_refused' } });
    const right = await register(token);
    expect((await save(token, right)).status).toBe(204);
    expect(await save(token, right)).toMatchObject({ status: 400, body: { code: 'passkey_refused' } });
    expect((await list(token))['items']).toHaveLength(1);
  });

  it('of one person are neither saved nor deleted with the token of another', async () => {
    const [mine, theirs] = [await app.signIn('user02'), await app.signIn('user03')];
    const credential = await register(theirs.accessToken);
    expect((await save(mine.accessToken, credential)).status).toBe(400);
    expect((await save(theirs.accessToken, credential)).status).toBe(204);
    const path = `/me/passkeys/${encodeURIComponent(credential.id)}`;
    expect((await app.request('DELETE', path, undefined, mine.accessToken)).status).toBe(404);
    expect((await list(theirs.accessToken))['items']).toHaveLength(1);
  });
});

describe('Passkeys in a pool without a relying party', () => {
  it('are feature_not_enabled', async () => {
    const app = await PoolService.start({}, { config: { relyingPartyId: undefined } });
    const { accessToken } = await app.signIn('alice');
    const answer = await app.post('/me/passkeys/options', undefined, accessToken);
    await app.close();
    expect(answer).toMatchObject({ status: 409, body: { code: 'feature_not_enabled' } });
  });
});
