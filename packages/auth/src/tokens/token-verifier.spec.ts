import { createPublicKey } from 'node:crypto';
import { CLIENT_ID, ISSUER, makeKey, signToken, userClaims } from '../../../../test/support/tokens.ts';
import type { SigningKeys } from '../keys/signing-keys.ts';
import type { UserPool } from '../pools/user-pool.ts';
import type { UserPools } from '../pools/user-pools.ts';
import { Problem } from '../problem.ts';
import { keysUnavailable } from '../refusals.ts';
import { TokenVerifier, type VerifiedToken } from './token-verifier.ts';

const key = makeKey('k');
const signingKey = { keyId: 'k', thumbprint: 't', key: createPublicKey(key.privateKey) };
type Keys = Partial<Pick<SigningKeys, 'get' | 'find' | 'noteBadSignature'>>;

/** A verifier for one pool with these keys. */
function verifierWith(keys: Keys, name?: string) {
  const noteBadSignature = jest.fn();
  const pool = {
    name,
    clientIds: new Set([CLIENT_ID]),
    keys: { get: () => undefined, find: () => Promise.resolve(undefined), noteBadSignature, ...keys },
  } as unknown as UserPool;
  const pools = { issuing: (iss: unknown) => (iss === ISSUER ? pool : undefined) } as UserPools;
  const verifier = new TokenVerifier(pools, 5);
  const verify = async (token: string): Promise<VerifiedToken> => verifier.verify(token);
  return { verify, pool, noteBadSignature };
}

/** A key with which no signature can be checked. */
const broken = { ...signingKey, key: {} as typeof signingKey.key };
const fault = new TypeError('an internal error');
const fail = (): never => {
  throw fault;
};

describe('TokenVerifier', () => {
  it('returns the caller, the pool, the key and the expiry, whether the key was known or had to be fetched', async () => {
    for (const keys of [{ get: () => [signingKey] }, { find: () => Promise.resolve([signingKey]) }]) {
      const { verify, pool } = verifierWith(keys);
      const claims = userClaims();
      const token = signToken(key, claims);
      const verified = await verify(token);
      expect(verified).toMatchObject({ token, principal: { username: 'alice' } });
      expect(verified.expiresAt).toBe((claims.exp as number) + 5);
      expect(verified.pool).toBe(pool);
      expect(verified.key).toBe(signingKey.key);
    }
  });

  it('names the pool of the principal if there are several', async () => {
    const { verify } = verifierWith({ get: () => [signingKey] }, 'staff');
    expect((await verify(signToken(key))).principal.pool).toBe('staff');
  });

  it('keeps concurrently verified tokens separate', async () => {
    const { verify } = verifierWith({ find: () => Promise.resolve([signingKey]) });
    const names = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const verified = await Promise.all(
      names.map((username) => verify(signToken(key, userClaims({ username })))),
    );
    expect(verified.map(({ principal }) => principal.username)).toEqual(names);
  });

  it.each([undefined, `${ISSUER}/`, ISSUER.toUpperCase(), [ISSUER], 'https://other'])(
    'rejects the issuer %j before looking for a key',
    async (iss) => {
      const { verify } = verifierWith({ get: fail, find: fail });
      await expect(verify(signToken(key, userClaims({ iss })))).rejects.toMatchObject({
        code: 'token_invalid',
        detail: 'The access token was issued by another issuer.',
      });
    },
  );

  it('rejects invalid claims before looking for a key', async () => {
    const { verify } = verifierWith({ get: fail, find: fail });
    const token = signToken(key, userClaims({ client_id: 'another' }));
    await expect(verify(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('rejects a forged signature, and reports it to the signing keys', async () => {
    const forged = signToken(makeKey('k'));
    for (const keys of [[signingKey], [signingKey, { ...signingKey, thumbprint: 'u' }]]) {
      const { verify, noteBadSignature } = verifierWith({ get: () => keys });
      await expect(verify(forged)).rejects.toMatchObject({
        code: 'token_invalid',
        detail: 'The signature of the access token does not verify.',
      });
      expect(noteBadSignature).toHaveBeenCalledTimes(1);
    }
  });

  it('rejects an unpublished key id without reporting a bad signature', async () => {
    const { verify, noteBadSignature } = verifierWith({});
    await expect(verify(signToken(key))).rejects.toMatchObject({
      code: 'token_invalid',
      message: expect.stringContaining('does not publish') as string,
    });
    expect(noteBadSignature).not.toHaveBeenCalled();
  });

  it('rejects a signed token of neither a person nor a machine', async () => {
    const { verify } = verifierWith({ get: () => [signingKey] });
    await expect(verify(signToken(key, userClaims({ username: undefined })))).rejects.toMatchObject({
      code: 'token_invalid',
    });
  });

  it('decodes the header of tokens with a published key once, and any other header each time', async () => {
    const { verify } = verifierWith({ get: (keyId) => (keyId === 'k' ? [signingKey] : undefined) });
    const parsed = async (token: string): Promise<number> => {
      const parse = jest.spyOn(JSON, 'parse');
      await verify(token).catch(() => undefined);
      const calls = parse.mock.calls.length;
      parse.mockRestore();
      return calls;
    };
    const unknown = { ...key, kid: 'unknown' };
    expect([await parsed(signToken(key)), await parsed(signToken(key))]).toEqual([2, 1]);
    expect([await parsed(signToken(unknown)), await parsed(signToken(unknown))]).toEqual([2, 2]);
  });

  it('throws keys_unavailable during an outage of the key server', async () => {
    const { verify } = verifierWith({ find: () => Promise.reject(keysUnavailable()) });
    await expect(verify(signToken(key))).rejects.toMatchObject({ code: 'keys_unavailable' });
  });

  it.each<[string, Keys]>([
    ['while keys are looked up', { get: fail }],
    ['when keys are found', { find: () => Promise.reject(fault) }],
    ['after keys were found', { find: () => Promise.resolve([broken, broken]) }],
  ])('does not report an internal error as an invalid token (%s)', async (_, keys) => {
    const outcome: unknown = await verifierWith(keys)
      .verify(signToken(key))
      .catch((error: unknown) => error);
    // Compared by name, because Node's own errors belong to another realm here.
    expect(outcome).toHaveProperty('name', 'TypeError');
    expect(outcome).not.toBeInstanceOf(Problem);
  });
});
