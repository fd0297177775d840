import { makeKey, signRaw, signToken, userClaims } from '../support/tokens';
import { startTarget, type Target } from './target';

/** A payload of 22 KB that is as expensive as possible to read. */
const EXPENSIVE: [string, string][] = [
  ['nested lists', `{"a":${'['.repeat(11_000)}${']'.repeat(11_000)}}`],
  ['nested objects', `${'{"a":'.repeat(3600)}1${'}'.repeat(3600)}`],
  ['many small objects', `{"a":[${'{"a":1},'.repeat(2700)}0]}`],
  ['many escaped names', `{${Array.from({ length: 1500 }, (_, n) => `"\\u0061${n}":0`).join(',')}}`],
];

describe('a flood of tokens that are expensive to read', () => {
  let target: Target;
  beforeAll(async () => {
    target = await startTarget({ TRUST_PROXY: 'true' });
    expect((await target.call(signToken(target.key))).status).toBe(200);
  });
  afterAll(() => target.close());

  const from = (address: string, token: string): Promise<Response> =>
    target.service.call('/whoami', { token, headers: { 'x-forwarded-for': address } });

  it.each(EXPENSIVE)('of %s does not delay a new valid token from another address', async (_, payload) => {
    const forged = signRaw(makeKey(target.key.kid), { kid: target.key.kid, alg: 'RS256' }, payload);
    // The first rejection makes verifications queue.
    expect((await from('203.0.113.1', forged)).status).toBe(401);
    const flood = Array.from({ length: 300 }, () => from('203.0.113.1', forged));
    const waits: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      const start = performance.now();
      const { status } = await from(
        '198.51.100.7',
        signToken(target.key, userClaims({ username: `u${index}` })),
      );
      waits.push(performance.now() - start);
      expect(status).toBe(200);
    }
    await Promise.all(flood);
    // Clients and service share one process here, so most of this time is spent on sending the flood.
    expect(Math.min(...waits)).toBeLessThan(2000);
  });

  it('costs less than 8 ms of CPU for each token: the depth is checked before parsing', async () => {
    const [[, nested] = ['', '']] = EXPENSIVE;
    const forged = signRaw(makeKey(target.key.kid), { kid: target.key.kid, alg: 'RS256' }, nested);
    const { user, system } = process.cpuUsage();
    for (let index = 0; index < 100; index += 1) await from('203.0.113.1', forged);
    const spent = process.cpuUsage({ user, system });
    expect((spent.user + spent.system) / 1000 / 100).toBeLessThan(8);
  });
});
