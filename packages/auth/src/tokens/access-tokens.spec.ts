import { createSecretKey, type KeyObject } from 'node:crypto';
import { Problem } from '../problem.ts';
import type { Principal } from '../principal.ts';
import type { Revocations } from '../revocation/revocations.ts';
import { AuthStatistics } from '../statistics.ts';
import { AccessTokens } from './access-tokens.ts';
import type { Attempt, JwtStrategy } from './jwt.strategy.ts';
import type { SigningKeys } from './signing-keys.ts';
import { keysUnavailable, tokenExpired, tokenInvalid } from '../refusals.ts';

const NOW = 1_800_000_000;
const TOLERANCE = 5;
/** As long as the signature of a token at least: it is known by its end. */
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

/** Access tokens over a strategy that accepts every token, in whatever way a test changes. */
function setUp() {
  const statistics = new AuthStatistics();
  const verified: string[] = [];
  const world = {
    verify: (attempt: Attempt): Promise<Principal> => {
      attempt.signature = { key } as Attempt['signature'];
      return Promise.resolve(alice);
    },
    published: new Set<KeyObject>([key]),
    revoked: false,
    remove: (() => undefined) as (removed: ReadonlySet<KeyObject>) => void,
  };
  const tokens = new AccessTokens(
    { clockToleranceSeconds: TOLERANCE } as ConstructorParameters<typeof AccessTokens>[0],
    {
      verify: (attempt: Attempt) => {
        verified.push(attempt.token);
        return world.verify(attempt);
      },
    } as JwtStrategy,
    {
      has: (one: KeyObject) => world.published.has(one),
      onRemoval: (listener: typeof world.remove) => (world.remove = listener),
    } as unknown as SigningKeys,
    { isRevoked: () => world.revoked } as unknown as Revocations,
    statistics,
  );
  const counts = () => ({
    accepted: statistics.accepted,
    hits: statistics.cacheHits,
    remembered: statistics.rememberedTokens(),
    refusals: Object.fromEntries(statistics.refusals),
  });
  /** What comes of a request: the caller, or the error. */
  const outcome = async (rawHeaders: string[]): Promise<unknown> => {
    try {
      return await tokens.authenticate(rawHeaders);
    } catch (error) {
      return error;
    }
  };
  return { tokens, world, verified, counts, outcome };
}

describe('AccessTokens', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW * 1000, doNotFake: ['setImmediate', 'setTimeout'] }));
  afterEach(() => jest.useRealTimers());

  it('verifies a new token, and answers at once for one that it knows', async () => {
    const { tokens, verified, counts } = setUp();
    const first = await tokens.authenticate(bearer(TOKEN));
    expect(first).toMatchObject({ token: TOKEN, principal: alice, key });
    expect(counts()).toEqual({ accepted: 1, hits: 0, remembered: 1, refusals: {} });
    expect(tokens.authenticate(bearer(TOKEN))).toBe(first);
    expect(counts()).toEqual({ accepted: 2, hits: 1, remembered: 1, refusals: {} });
    expect(verified).toEqual([TOKEN]);
  });

  it('knows a token in the spelling of the scheme that brought it, whatever that is', async () => {
    const { tokens, verified } = setUp();
    const spelled = ['authorization', `BEARER   ${TOKEN}`];
    const first = await tokens.authenticate(spelled);
    expect(first).toMatchObject({ token: TOKEN, principal: alice });
    expect(tokens.authenticate(spelled)).toBe(first);
    await tokens.authenticate(bearer(TOKEN));
    expect(tokens.authenticate(bearer(TOKEN))).not.toBeInstanceOf(Promise);
    expect(verified).toEqual([TOKEN, TOKEN]);
  });

  it('knows a token until it expires, with the tolerance and no longer', async () => {
    const { tokens, verified } = setUp();
    await tokens.authenticate(bearer(TOKEN));
    jest.setSystemTime((NOW + 60 + TOLERANCE) * 1000 - 1);
    await tokens.authenticate(bearer(TOKEN));
    expect(verified).toHaveLength(1);
    jest.setSystemTime((NOW + 60 + TOLERANCE) * 1000);
    await tokens.authenticate(bearer(TOKEN));
    expect(verified).toHaveLength(2);
  });

  it('forgets the tokens of a key that has left the published set', async () => {
    const { tokens, world, verified, counts } = setUp();
    await tokens.authenticate(bearer(TOKEN));
    world.remove(new Set([createSecretKey(Buffer.alloc(32, 1))]));
    expect(counts().remembered).toBe(1);
    world.remove(new Set([key]));
    expect(counts().remembered).toBe(0);
    await tokens.authenticate(bearer(TOKEN));
    expect(verified).toHaveLength(2);
  });

  it.each([
    ['a key that was withdrawn while it was used', { key: createSecretKey(Buffer.alloc(32, 2)) }],
    ['no key', { key: undefined }],
    ['no signature', undefined],
  ])('neither accepts nor remembers a token that was verified with %s', async (_, signature) => {
    const { world, counts, outcome } = setUp();
    world.verify = (attempt) => {
      attempt.signature = signature as Attempt['signature'];
      return Promise.resolve(alice);
    };
    expect(await outcome(bearer(TOKEN))).toMatchObject({ code: 'token_invalid', status: 401 });
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { token_invalid: 1 } });
  });

  it('refuses a revoked token, new or known', async () => {
    const { tokens, world, counts, outcome } = setUp();
    world.revoked = true;
    expect(await outcome(bearer(TOKEN))).toMatchObject({ code: 'token_revoked' });
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { token_revoked: 1 } });
    world.revoked = false;
    await tokens.authenticate(bearer(TOKEN));
    world.revoked = true;
    expect(() => tokens.authenticate(bearer(TOKEN))).toThrow(Problem);
    expect(counts()).toEqual({ accepted: 1, hits: 0, remembered: 1, refusals: { token_revoked: 2 } });
  });

  it('verifies new tokens at once until one is refused, and in turns from then on', async () => {
    const { tokens, world, verified, outcome } = setUp();
    const accept = world.verify;
    const first = tokens.authenticate(bearer(`1${TOKEN}`));
    expect(verified).toEqual([`1${TOKEN}`]);
    world.verify = () => Promise.reject(tokenInvalid('It is none.'));
    await Promise.all([first, outcome(bearer(`2${TOKEN}`))]);
    world.verify = accept;
    const next = tokens.authenticate(bearer(`3${TOKEN}`));
    expect(verified).toEqual([`1${TOKEN}`, `2${TOKEN}`]);
    await next;
    expect(verified).toEqual([`1${TOKEN}`, `2${TOKEN}`, `3${TOKEN}`]);
  });

  it.each<[string, string[], string]>([
    ['no header', ['Host', 'a'], 'token_missing'],
    ['another scheme', ['Authorization', 'Basic a'], 'token_missing'],
    ['two headers', [...bearer(TOKEN), 'Authorization', `Bearer ${TOKEN}`], 'invalid_request'],
    ['two tokens after an unusual scheme', ['Authorization', 'bearer a b'], 'invalid_request'],
  ])('refuses %s without asking the strategy, and counts it once', async (_, rawHeaders, code) => {
    const { verified, counts, outcome } = setUp();
    expect(await outcome(rawHeaders)).toMatchObject({ code });
    expect(verified).toEqual([]);
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { [code]: 1 } });
  });

  it.each<[string, string, () => Error, string]>([
    ['what it says', TOKEN, () => tokenInvalid('It is none.'), 'token_invalid'],
    ['that it has expired', TOKEN, tokenExpired, 'token_expired'],
    ['that the keys cannot be had', 'a b', keysUnavailable, 'keys_unavailable'],
    ['that there is a fault of ours', 'a b', () => new TypeError('a fault of ours'), 'internal_error'],
  ])('hands on of the strategy %s, and counts it once', async (_, token, make, code) => {
    const refusal = make();
    const { world, counts, outcome } = setUp();
    world.verify = () => Promise.reject(refusal);
    expect(await outcome(bearer(token))).toBe(refusal);
    expect(counts()).toEqual({ accepted: 0, hits: 0, remembered: 0, refusals: { [code]: 1 } });
  });

  it.each(['a b', '', 'a=b', 'é'])(
    'says of an invalid token that is no b64token that the request is malformed (%j)',
    async (token) => {
      const { world, counts, outcome } = setUp();
      world.verify = () => Promise.reject(tokenInvalid('It is none.'));
      expect(await outcome(bearer(token))).toMatchObject({ code: 'invalid_request', status: 400 });
      expect(counts().refusals).toEqual({ invalid_request: 1 });
    },
  );
});
