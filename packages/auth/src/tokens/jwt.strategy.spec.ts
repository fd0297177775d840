import { createPublicKey } from 'node:crypto';
import { CLIENT_ID, ISSUER, makeKey, signToken, userClaims } from '../../../../test/support/tokens.ts';
import { Problem } from '../problem.ts';
import { JwtStrategy, type Attempt } from './jwt.strategy.ts';
import type { SigningKeys } from './signing-keys.ts';
import { keysUnavailable } from '../refusals.ts';

const key = makeKey('k');
const signingKey = { keyId: 'k', thumbprint: 't', key: createPublicKey(key.privateKey) };
const OPTIONS = {
  issuer: ISSUER,
  jwksUri: 'http://127.0.0.1:9/',
  jwksTimeoutMs: 1,
  clientIds: [CLIENT_ID],
  clockToleranceSeconds: 5,
};

const strategyWith = (keys: Partial<Pick<SigningKeys, 'get' | 'find'>>): JwtStrategy =>
  new JwtStrategy(OPTIONS, { get: () => [], find: () => Promise.resolve([]), ...keys } as SigningKeys);
/** What no signature can be held against. */
const broken = { ...signingKey, key: {} as typeof signingKey.key };
const fault = new TypeError('a fault of ours');
const fail = (): never => {
  throw fault;
};

describe('JwtStrategy', () => {
  it('tells the caller and the key, whether the key was known or had to be found', async () => {
    for (const keys of [{ get: () => [signingKey] }, { find: () => Promise.resolve([signingKey]) }]) {
      const attempt: Attempt = { token: signToken(key) };
      await expect(strategyWith(keys).verify(attempt)).resolves.toMatchObject({ username: 'alice' });
      expect(attempt.signature?.key).toBe(signingKey.key);
    }
  });

  it('keeps attempts at the same time apart', async () => {
    const strategy = strategyWith({ find: () => Promise.resolve([signingKey]) });
    const names = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const callers = await Promise.all(
      names.map((username) => strategy.verify({ token: signToken(key, userClaims({ username })) })),
    );
    expect(callers.map(({ username }) => username)).toEqual(names);
  });

  it('refuses what no key verifies', async () => {
    const forged = signToken(makeKey('k'));
    for (const keys of [[], [signingKey], [signingKey, { ...signingKey, thumbprint: 'u' }]]) {
      await expect(
        strategyWith({ find: () => Promise.resolve(keys) }).verify({ token: forged }),
      ).rejects.toMatchObject({
        code: 'token_invalid',
      });
    }
  });

  it('refuses a key id that the pool does not publish before there is a signature to verify', async () => {
    const attempt: Attempt = { token: signToken(key) };
    await expect(strategyWith({}).verify(attempt)).rejects.toMatchObject({
      code: 'token_invalid',
      message: expect.stringContaining('does not publish') as string,
    });
    expect(attempt.signature).toBeUndefined();
  });

  it('reads the header that the tokens of a published key share once, and every other one anew', async () => {
    const strategy = strategyWith({ get: (keyId) => (keyId === 'k' ? [signingKey] : []) });
    const parsed = async (token: string): Promise<number> => {
      const parse = jest.spyOn(JSON, 'parse');
      await strategy.verify({ token }).catch(() => undefined);
      const calls = parse.mock.calls.length;
      parse.mockRestore();
      return calls;
    };
    const unknown = { ...key, kid: 'unknown' };
    expect([await parsed(signToken(key)), await parsed(signToken(key))]).toEqual([2, 1]);
    expect([await parsed(signToken(unknown)), await parsed(signToken(unknown))]).toEqual([2, 2]);
  });

  it('lets an outage be an outage', async () => {
    const strategy = strategyWith({ find: () => Promise.reject(keysUnavailable()) });
    await expect(strategy.verify({ token: signToken(key) })).rejects.toMatchObject({
      code: 'keys_unavailable',
    });
  });

  it.each<[string, Partial<Pick<SigningKeys, 'get' | 'find'>>]>([
    ['where keys are looked up', { get: fail }],
    ['where keys are found', { find: () => Promise.reject(fault) }],
    ['once keys were found', { find: () => Promise.resolve([broken, broken]) }],
  ])('does not let a fault of ours pass for a bad token (%s)', async (_, keys) => {
    const outcome: unknown = await strategyWith(keys)
      .verify({ token: signToken(key) })
      .catch((error: unknown) => error);
    // By its name: node's own errors are of another realm here.
    expect(outcome).toHaveProperty('name', 'TypeError');
    expect(outcome).not.toBeInstanceOf(Problem);
  });
});
