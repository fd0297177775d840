import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { totp } from '../../pool/totp';
import { PoolService, withoutRequestId } from '../support/pool.service';
import type { Answer } from '../support/test-service';

let app: PoolService;
beforeAll(async () => {
  app = await PoolService.start({}, { config: { locksUsers: true, refusesUsedCodes: true } });
});
afterAll(() => app.close());

describe('Five wrong passwords', () => {
  const guess = (username: string) => app.post('/auth/sign-in', { username, password: 'Wrong-Pass-1' });
  async function lockOf(username: string): Promise<Answer> {
    for (let count = 1; count <= 5; count += 1) expect((await guess(username)).status).toBe(401);
    return guess(username);
  }

  it('lock a user and a name without a user with the same answer', async () => {
    const [user, nobody] = [await lockOf('bob'), await lockOf('nobody')];
    expect(user).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(user.headers.get('retry-after')).toBe('60');
    expect(withoutRequestId(nobody)).toBe(withoutRequestId(user));
  });
});

describe('A code of an authenticator app', () => {
  it('that was used before is code_expired, and another one is accepted', async () => {
    const { accessToken } = await app.signIn('alice');
    const setup = await app.post('/me/mfa/totp', undefined, accessToken);
    const secret = String(setup.body['secret']);
    const code = totp(secret);
    expect((await app.post('/me/mfa/totp/verify', { code }, accessToken)).status).toBe(204);
    const credentials = { username: 'alice', password: app.pool.passwords['alice'] };
    const { body } = await app.post('/auth/sign-in', credentials);
    const answer = (given: string) =>
      app.post('/auth/challenge', {
        challenge: 'SOFTWARE_TOKEN_MFA',
        session: body['session'],
        username: 'alice',
        responses: { SOFTWARE_TOKEN_MFA_CODE: given },
      });
    expect(await answer(code)).toMatchObject({ status: 400, body: { code: 'code_expired' } });
    expect((await answer(totp(secret, Date.now() + 30_000))).status).toBe(200);
  });
});

/** How often a time of one list is above a time of the other: 0.5 if they cannot be distinguished. */
function advantage(times: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const time of times) for (const other of others) wins += time > other ? 1 : time === other ? 0.5 : 0;
  return wins / (times.length * others.length);
}

describe('In a pool that reveals who exists, the response time', () => {
  let telling: PoolService;
  beforeAll(async () => {
    telling = await PoolService.start({}, { config: { existenceErrors: 'LEGACY' } });
  });
  afterAll(() => telling.close());
  const ROUTES: [string, string, object][] = [
    ['sign-in', '/auth/sign-in', { password: 'Wrong-Pass-1' }],
    ['sign-in by choice', '/auth/sign-in', { flow: 'choice', prefer: 'password', password: 'Wrong-Pass-1' }],
    ['forgot-password', '/auth/forgot-password', {}],
    [
      'forgot-password/confirm',
      '/auth/forgot-password/confirm',
      { code: '123456', password: 'Correct-Horse-8' },
    ],
    ['sign-up/resend', '/auth/sign-up/resend', {}],
    ['sign-up/confirm', '/auth/sign-up/confirm', { code: '123456' }],
  ];

  it.each(ROUTES)('of %s does not reveal it', async (_, path, body) => {
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (let round = 0; round < 40; round += 1) {
      const names = { known: `user${String((round % 20) + 1).padStart(2, '0')}`, unknown: `nobody${round}` };
      for (const kind of ['known', 'unknown'] as const) {
        const started = performance.now();
        await telling.post(path, { ...body, username: names[kind] });
        times[kind].push(performance.now() - started);
      }
    }
    const difference = advantage(times.unknown.slice(10), times.known.slice(10)) - 0.5;
    expect(Math.abs(difference)).toBeLessThan(0.3);
  });
});
