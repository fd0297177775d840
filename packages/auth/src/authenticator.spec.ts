import { createSecretKey, type KeyObject } from 'node:crypto';
import { Authenticator } from './authenticator.ts';
import { IdTokenVerifier } from './identity/id-token-verifier.ts';
import type { Identity } from './identity/identity.ts';
import type { UserPool } from './pools/user-pool.ts';
import type { UserPools } from './pools/user-pools.ts';
import type { Principal } from './principal.ts';
import { Problem } from './problem.ts';
import { identityMismatch, keysUnavailable, tokenExpired, tokenInvalid } from './refusals.ts';
import type { Revocations } from './revocation/revocations.ts';
import { AuthStatistics } from './statistics.ts';
import { TokenVerifier, VerifiedToken } from './tokens/token-verifier.ts';

const NOW = 1_800_000_000;
const TOLERANCE = 5;
/** At least as long as the signature of a token, whose end is the cache key. */
const TOKEN = `a.b.${'c'.repeat(30)}`;
const key = createSecretKey(Buffer.alloc(32));
const alice: Principal = {
  kind: 'user',
  sub: 'alice',
  clientId: 'client',
  groups: [],
  scopes: [],
  claims: { exp: NOW + 60 },
};
const bearer = (token: string): string[] => ['Host', 'lifeguard.test', 'Authorization', `Bearer ${token}`];

/** An authenticator with a verifier that accepts every token, unless a test replaces it. */
function setUp() {
  const statistics = new AuthStatistics();
  const verified: string[] = [];
  let remove: (removed: ReadonlySet<KeyObject>) => void = () => undefined;
  const published = new Set<KeyObject>([key]);
  const keys = {
    has: (one: KeyObject) => published.has(one),
    onRemoval: (listener: typeof remove) => (remove = listener),
  };
  const pool = { name: undefined as string | undefined, keys } as unknown as UserPool;
  const accept = (token: string, members: Partial<VerifiedToken> = {}): Promise<VerifiedToken> =>
    Promise.resolve({ token, principal: alice, expiresAt: NOW + 60 + TOLERANCE, pool, key, ...members });
  const world = {
    verify: (token: string): VerifiedToken | Promise<VerifiedToken> => accept(token),
    revoked: false,
    remove: (gone: ReadonlySet<KeyObject>) => remove(gone),
  };
  jest.spyOn(TokenVerifier.prototype, 'verify').mockImplementation((token) => {
    verified.push(token);
    return world.verify(token);
  });
  const named = (name: string | undefined) =>
    name === undefined ? pool : name === 'staff' ? ({ name } as UserPool) : undefined;
  const tokens = new Authenticator(
    { clockTolerance: TOLERANCE, realm: 'orders' },
    { all: [pool], named } as unknown as UserPools,
    { isRevoked: () => world.revoked } as unknown as Revocations,
    statistics,
  );
  const counts = () => ({
    accepted: statistics.accepted,
    hits: statistics.cacheHits,
    remembered: tokens.remembered,
    refusals: Object.fromEntries(statistics.refusals),
  });
  /** The result of a request: the verified token, or the error. */
  const outcome = async (rawHeaders: string[]): Promise<unknown> => {
    try {
      return await tokens.identify(rawHeaders);
    } catch (error) {
      return error;
    }
  };
  return { tokens, world, pool, verified, accept, published, counts, outcome };
}

const rejectAtOnce = (): never => {
  throw tokenInvalid('The signature of the access token does not verify.');
};
const rejectForm = (): never => {
  throw tokenInvalid('The access token is not a JWS in compact form.');
};

/** Authenticates with a token once, so that it is cached. */
async function know(tokens: Authenticator, rawHeaders: string[]): Promise<void> {
  await tokens.identify(rawHeaders);
}

describe('Authenticator', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1000, doNotFake: ['setImmediate', 'setTimeout'] }));
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('verifies a token once, and finds it in the cache from then on', async () => {
    const { tokens, verified, counts } = setUp();
    expect(await tokens.identify(bearer(TOKEN))).toMatchObject({ token: TOKEN, principal: alice, key });
    expect(counts()).toEqual({ accepted: 1, hits: 0, remembered: 1, refusals: {} });
    expect(tokens.identify(bearer(TOKEN))).toMatchObject({ token: TOKEN, principal: alice, key });
    expect(counts()).toEqual({ accepted: 2, hits: 1, remembered: 1, refusals: {} });
    expect(verified).toEqual([TOKEN]);
  });

  it('verifies a new token synchronously if its key is known', () => {
    const { tokens, world, pool, counts } = setUp();
    world.verify = (token) => new VerifiedToken(token, alice, NOW + 60, pool, key);
    expect(tokens.identify(bearer(TOKEN))).toMatchObject({ token: TOKEN, principal: alice });
    expect(counts()).toEqual({ accepted: 1, hits: 0, remembered: 1, refusals: {} });
  });

  it.each<[string, string, string, (world: ReturnType<typeof setUp>) => void]>([
    ['a forged one', TOKEN, 'token_invalid', ({ world }) => (world.verify = rejectAtOnce)],
    ['one that is malformed', `${TOKEN} x`, 'invalid_request', ({ world }) => (world.verify = rejectForm)],
    [
      'one whose key was withdrawn',
      TOKEN,
      'token_invalid',
      ({ world, pool }) =>
        (world.verify = (token) =>
          new VerifiedToken(token, alice, NOW + 60, pool, createSecretKey(Buffer.alloc(32, 2)))),
    ],
    [
      'one that was revoked',
      TOKEN,
      'token_revoked',
      ({ world, pool }) => {
        world.revoked = true;
        world.verify = (token) => new VerifiedToken(token, alice, NOW + 60, pool, key);
      },
    ],
  ])('refuses a new token synchronously if its key is known: %s', (_, token, code, change) => {
    const all = setUp();
    change(all);
    expect(() => all.tokens.identify(bearer(token))).toThrow(
      expect.objectContaining({ code, realm: 'orders' }),
    );
    expect(all.counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { [code]: 1 } });
  });

  it('caches a token with any spelling of the scheme, for that spelling', async () => {
    const { tokens, verified } = setUp();
    const spelled = ['authorization', `BEARER   ${TOKEN}`];
    await know(tokens, spelled);
    expect(tokens.identify(spelled)).toMatchObject({ token: TOKEN });
    await know(tokens, bearer(TOKEN));
    expect(tokens.identify(bearer(TOKEN))).not.toBeInstanceOf(Promise);
    expect(new Set(verified)).toEqual(new Set([TOKEN]));
  });

  it('identifies a token outside a header like one in a header', async () => {
    const { tokens } = setUp();
    expect(await tokens.identifyToken(TOKEN)).toMatchObject({ token: TOKEN });
    await know(tokens, bearer(TOKEN));
    expect(tokens.identifyToken(TOKEN)).toBe(tokens.identify(bearer(TOKEN)));
  });

  it.each(['a b', '', 'a=b'])(
    'answers invalid_request to a token outside a header that is not a b64token: %j',
    async (token) => {
      const { tokens, world } = setUp();
      world.verify = () => Promise.reject(tokenInvalid('It is none.'));
      await expect(Promise.resolve().then(() => tokens.identifyToken(token))).rejects.toMatchObject({
        code: 'invalid_request',
      });
    },
  );

  it('keeps a token in the cache until it expires, clock tolerance included', async () => {
    const { tokens, verified } = setUp();
    await know(tokens, bearer(TOKEN));
    const before = verified.length;
    jest.setSystemTime((NOW + 60 + TOLERANCE) * 1000 - 1);
    await tokens.identify(bearer(TOKEN));
    expect(verified).toHaveLength(before);
    jest.setSystemTime((NOW + 60 + TOLERANCE) * 1000);
    await tokens.identify(bearer(TOKEN));
    expect(verified).toHaveLength(before + 1);
  });

  it('removes the tokens of a key from the cache when it is no longer published', async () => {
    const { tokens, world, counts } = setUp();
    await know(tokens, bearer(TOKEN));
    world.remove(new Set([createSecretKey(Buffer.alloc(32, 1))]));
    expect(counts().remembered).toBe(1);
    world.remove(new Set([key]));
    expect(counts().remembered).toBe(0);
    expect(tokens.identify(bearer(TOKEN))).toBeInstanceOf(Promise);
  });

  it('neither accepts nor caches a token whose key was withdrawn during its verification', async () => {
    const { world, accept, counts, outcome } = setUp();
    world.verify = (token) => accept(token, { key: createSecretKey(Buffer.alloc(32, 2)) });
    expect(await outcome(bearer(TOKEN))).toMatchObject({ code: 'token_invalid', status: 401 });
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { token_invalid: 1 } });
  });

  it('refuses a revoked token, new or cached', async () => {
    const { tokens, world, counts, outcome } = setUp();
    world.revoked = true;
    expect(await outcome(bearer(TOKEN))).toMatchObject({ code: 'token_revoked' });
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { token_revoked: 1 } });
    world.revoked = false;
    await know(tokens, bearer(TOKEN));
    world.revoked = true;
    expect(() => tokens.identify(bearer(TOKEN))).toThrow(Problem);
    expect(counts()).toMatchObject({ hits: 0, remembered: 1, refusals: { token_revoked: 2 } });
  });

  it('sets the realm of the application in every refusal', async () => {
    const { outcome, world } = setUp();
    const challengeOf = async (headers: string[]) => ((await outcome(headers)) as Problem).challenge;
    expect(await challengeOf([])).toBe('Bearer realm="orders"');
    world.verify = () => Promise.reject(tokenExpired());
    expect(await challengeOf(bearer(TOKEN))).toMatch(/^Bearer realm="orders", error="invalid_token"/);
  });

  it('verifies new tokens immediately until one is rejected, and then queues them', async () => {
    const { tokens, world, verified, outcome } = setUp();
    const accept = world.verify;
    const first = tokens.identify(bearer(`1${TOKEN}`));
    expect(verified).toEqual([`1${TOKEN}`]);
    world.verify = () => Promise.reject(tokenInvalid('It is none.'));
    await Promise.all([first, outcome(bearer(`2${TOKEN}`))]);
    world.verify = accept;
    const next = tokens.identify(bearer(`3${TOKEN}`));
    expect(verified).toEqual([`1${TOKEN}`, `2${TOKEN}`]);
    await next;
    expect(verified).toEqual([`1${TOKEN}`, `2${TOKEN}`, `3${TOKEN}`]);
  });

  it.each<[string, string[], string]>([
    ['no header', ['Host', 'a'], 'token_missing'],
    ['another scheme', ['Authorization', 'Basic a'], 'token_missing'],
    ['two headers', [...bearer(TOKEN), 'Authorization', `Bearer ${TOKEN}`], 'invalid_request'],
    ['two tokens after an unusual scheme', ['Authorization', 'bearer a b'], 'invalid_request'],
  ])('refuses %s without verifying anything, and counts it once', async (_, rawHeaders, code) => {
    const { verified, counts, outcome } = setUp();
    expect(await outcome(rawHeaders)).toMatchObject({ code });
    expect(verified).toEqual([]);
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { [code]: 1 } });
  });

  it.each<[string, string, () => Error, string]>([
    ['an invalid token', TOKEN, () => tokenInvalid('It is none.'), 'token_invalid'],
    ['an expired token', TOKEN, tokenExpired, 'token_expired'],
    ['unavailable keys', 'a b', keysUnavailable, 'keys_unavailable'],
    ['an internal error', 'a b', () => new TypeError('an internal error'), 'internal_error'],
  ])('throws the refusal for %s, and counts it once', async (_, token, make, code) => {
    const refusal = make();
    const { world, counts, outcome } = setUp();
    world.verify = () => Promise.reject(refusal);
    expect(await outcome(bearer(token))).toBe(refusal);
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { [code]: 1 } });
  });

  it.each(['a b', '', 'a=b', 'é'])(
    'answers invalid_request to an invalid token that is not a b64token (%j)',
    async (token) => {
      const { world, counts, outcome } = setUp();
      world.verify = () => Promise.reject(tokenInvalid('It is none.'));
      expect(await outcome(bearer(token))).toMatchObject({ code: 'invalid_request', status: 400 });
      expect(counts().refusals).toEqual({ invalid_request: 1 });
    },
  );

  describe('authenticate, for a handler outside of Nest', () => {
    it('returns the principal', async () => {
      const { tokens } = setUp();
      await expect(tokens.authenticate(bearer(TOKEN))).resolves.toBe(alice);
    });

    it('throws the refusal as a problem with its challenge', async () => {
      const { tokens } = setUp();
      await expect(tokens.authenticate([])).rejects.toMatchObject({
        code: 'token_missing',
        challenge: 'Bearer realm="orders"',
      });
    });

    it('accepts only tokens of the requested pool, by default the first one', async () => {
      const { tokens, world, accept } = setUp();
      await expect(tokens.authenticate(bearer(TOKEN), { pool: 'staff' })).rejects.toMatchObject({
        status: 403,
      });
      world.verify = (token) => accept(token, { principal: { ...alice, pool: 'staff' } });
      const ofStaff = bearer(`${TOKEN}2`);
      await expect(tokens.authenticate(ofStaff)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(tokens.authenticate(ofStaff, { pool: 'staff' })).resolves.toMatchObject({
        pool: 'staff',
      });
    });

    it('accepts no token for an unknown pool', async () => {
      const { tokens } = setUp();
      await expect(tokens.authenticate(bearer(TOKEN), { pool: 'nobody' })).rejects.toThrow('nobody');
    });
  });

  describe('verifyIdToken', () => {
    const verifying = (verify: () => Promise<Identity>) =>
      jest.spyOn(IdTokenVerifier.prototype, 'verify').mockImplementation(verify);

    it('returns the identity', async () => {
      const { tokens } = setUp();
      const identity: Identity = { sub: 'alice', username: 'alice', attributes: {}, roles: [], claims: {} };
      verifying(() => Promise.resolve(identity));
      const access = await tokens.identify(bearer(TOKEN));
      await expect(tokens.verifyIdToken('id', access)).resolves.toBe(identity);
    });

    it('throws the refusal with the realm of the application, and counts it', async () => {
      const { tokens, counts } = setUp();
      verifying(() => Promise.reject(identityMismatch('The ID token has expired.')));
      const access = await tokens.identify(bearer(TOKEN));
      await expect(tokens.verifyIdToken('id', access)).rejects.toMatchObject({
        code: 'identity_mismatch',
        realm: 'orders',
      });
      expect(counts().refusals).toEqual({ identity_mismatch: 1 });
    });
  });

  it('refuses a revoked token outside a header, and counts it', async () => {
    const { tokens, world, counts } = setUp();
    await know(tokens, bearer(TOKEN));
    world.revoked = true;
    expect(() => tokens.identifyToken(TOKEN)).toThrow(
      expect.objectContaining({ code: 'token_revoked', realm: 'orders' }) as Error,
    );
    expect(counts().refusals).toEqual({ token_revoked: 1 });
  });

  describe('recheck, for a verified token', () => {
    it('accepts the token while it is valid', async () => {
      const { tokens } = setUp();
      expect(tokens.recheck(await tokens.identify(bearer(TOKEN)))).toBeUndefined();
    });

    it('refuses the token once it has expired, it was revoked, or its key was withdrawn', async () => {
      const { tokens, world, published, counts } = setUp();
      const verified = await tokens.identify(bearer(TOKEN));
      world.revoked = true;
      expect(() => tokens.recheck(verified)).toThrow(
        expect.objectContaining({ code: 'token_revoked' }) as Error,
      );
      world.revoked = false;
      published.clear();
      expect(() => tokens.recheck(verified)).toThrow(
        expect.objectContaining({ code: 'token_invalid' }) as Error,
      );
      published.add(key);
      jest.setSystemTime((NOW + 60 + TOLERANCE) * 1000);
      expect(() => tokens.recheck(verified)).toThrow(
        expect.objectContaining({ code: 'token_expired' }) as Error,
      );
      expect(counts().refusals).toEqual({ token_revoked: 1, token_invalid: 1, token_expired: 1 });
    });
  });
});
