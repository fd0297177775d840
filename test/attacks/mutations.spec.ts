import * as fc from 'fast-check';
import { Authenticator } from 'lifeguard-auth';
import { TokenVerifier } from '../../packages/auth/src/tokens/token-verifier';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { expectNothingLogged, expectRefusal, startTarget, type RefusalCode, type Target } from './target';

/** Characters of a token on the wire (RFC 6750 section 2.1, `b64token`). */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=';

describe('changes to a valid token', () => {
  let target: Target;
  let token: string;

  beforeAll(async () => {
    target = await startTarget();
    token = signToken(target.key);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    expectNothingLogged(target);
    await target.close();
  });

  /** Whether the application accepts this value of the header, without HTTP. */
  const accepts = async (header: string): Promise<boolean> => {
    const tokens = target.service.app.get(Authenticator);
    try {
      await tokens.authenticate(['Host', 'lifeguard.test', 'Authorization', header]);
      return true;
    } catch {
      return false;
    }
  };

  const changes = fc.record({
    at: fc.nat(),
    to: fc.constantFrom(...Array.from(CHARACTERS)),
    how: fc.constantFrom('replace', 'insert', 'remove'),
  });
  const change = ({ at, to, how }: { at: number; to: string; how: string }): string => {
    const index = at % token.length;
    const rest = how === 'insert' ? index : index + 1;
    return token.slice(0, index) + (how === 'remove' ? '' : to) + token.slice(rest);
  };

  it.each(['before it is cached', 'once it is cached'])(
    'of a single character are all refused over HTTP (%s)',
    async (when) => {
      if (when === 'once it is cached') expect((await target.call(token)).status).toBe(200);
      await fc.assert(
        fc.asyncProperty(changes, async (one) => {
          const changed = change(one);
          fc.pre(changed !== token);
          const answer = await target.call(changed);
          const { code } = (await answer.clone().json()) as { code: RefusalCode };
          // An equals sign inside breaks the grammar of the header, and a changed digit may bring the end forward.
          expect(/=[^=]/.test(changed) ? ['invalid_request'] : ['token_invalid', 'token_expired']).toContain(
            code,
          );
          await expectRefusal(answer, code, changed);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('are refused at every position', async () => {
    expect(await accepts(`Bearer ${token}`)).toBe(true);
    for (let index = 0; index < token.length; index += 1) {
      const other = CHARACTERS[(CHARACTERS.indexOf(token[index] ?? '') + 1 + (index % 62)) % 64] ?? '';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      if (changed !== token) expect([index, await accepts(`Bearer ${changed}`)]).toEqual([index, false]);
    }
  });

  it('that replace a character by a multi-byte one are refused', async () => {
    expect(await accepts(`Bearer ${token}`)).toBe(true);
    for (const odd of ['\u0100', '\u012e', '\u0141', '\u00a0', '\ufeff', '\u2028']) {
      for (const index of [0, 10, token.length - 5, token.length - 1]) {
        expect(await accepts(`Bearer ${token.slice(0, index)}${odd}${token.slice(index + 1)}`)).toBe(false);
      }
    }
  });

  it('that combine the parts of two valid tokens are refused', async () => {
    const parts = [token, signToken(target.key, userClaims({ username: 'bob' }))].map((each) =>
      each.split('.'),
    );
    expect((await target.call(parts[1]?.join('.') ?? '')).status).toBe(200);
    for (const [payload, signature] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const mixed = [parts[0]?.[0], parts[payload]?.[1], parts[signature]?.[2]].join('.');
      await expectRefusal(await target.call(mixed), 'token_invalid', mixed);
    }
  });

  it('are refused even if they end in the signature of a cached token', async () => {
    expect(await accepts(`Bearer ${token}`)).toBe(true);
    const forged = signToken(makeKey(target.key.kid), userClaims({ 'cognito:groups': ['admin'] }));
    const tail = token.slice(-24);
    for (const header of [
      `Bearer ${forged.slice(0, -24)}${tail}`,
      `Bearer ${tail}`,
      `Bearer ${token}.${tail}`,
      `Bearer x${token}`,
      `Bearer x${token.slice(1)}`,
      `Basic  ${token}`,
      `bearer.${token}`,
      tail,
      token,
    ]) {
      expect([header, await accepts(header)]).toEqual([header, false]);
    }
  });

  it('to random texts are refused', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.constantFrom(...signToken(makeKey()).split('.')),
      fc.string(),
      fc.constant(''),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    const scheme = fc.constantFrom('Bearer ', 'bearer ', 'Bearer  ', 'Basic ', '');
    await fc.assert(
      fc.asyncProperty(scheme, value, async (before, text) => !(await accepts(before + text))),
      { numRuns: 3000 },
    );
  });

  it('are not cached, and never evict a valid token', async () => {
    expect(await accepts(`Bearer ${token}`)).toBe(true);
    const verify = jest.spyOn(TokenVerifier.prototype, 'verify');
    // More tokens than the cache holds. They are cheap, because their claims are refused before their
    // signature is verified.
    const cheap = signToken(target.key, userClaims({ client_id: 'another' })).slice(0, -24);
    const forged = signToken(makeKey(target.key.kid)).slice(0, -24);
    for (let index = 0; index < 21_000; index += 1) {
      const tail = Buffer.from(`${index}`.padStart(18, 'A')).toString('base64url').slice(0, 23);
      if (await accepts(`Bearer ${index % 20 === 0 ? forged : cheap}${tail}A`)) throw new Error('accepted');
    }
    expect(verify).toHaveBeenCalledTimes(21_000);
    verify.mockClear();
    for (let time = 0; time < 2; time += 1) {
      expect(await accepts(`Bearer ${forged}${'A'.repeat(24)}`)).toBe(false);
    }
    expect(verify).toHaveBeenCalledTimes(2);
    verify.mockClear();
    expect(await accepts(`Bearer ${token}`)).toBe(true);
    expect(verify).not.toHaveBeenCalled();
  });
});
