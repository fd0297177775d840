import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENTS } from '../../pool/pool.facts';
import { claimsIn, PoolService } from '../support/pool.service';

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly clientId: string;
  readonly current: boolean;
}

/** A person's own sessions at Cognito, and the effect on their tokens. */
describe('The sessions of a person', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({
      COGNITO_AUTH_CLIENT_ID: CLIENTS.confidential.id,
      PROPAGATE_CLIENT_ADDRESS: 'on',
    });
  });
  afterAll(() => app.close());
  const list = async (token: string, path = '/me/sessions') => {
    const { status, body } = await app.request('GET', path, undefined, token);
    expect(status).toBe(200);
    return body['items'] as Listed[];
  };
  const end = (token: string, id: string, query = '') =>
    app.request('DELETE', `/me/sessions/${id}${query}`, undefined, token);

  it('are listed with the current one marked', async () => {
    await app.signIn('alice');
    const { accessToken } = await app.signIn('alice');
    const sessions = await list(accessToken);
    expect(sessions).toHaveLength(2);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      id: expect.stringMatching(/^tkn/),
      type: 'token',
      clientId: CLIENTS.confidential.id,
      lastIp: '127.0.0.1',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      lastActiveAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it.each(['', '?linked=true', '?linked=false'])(
    'end by their id%s: they cannot be refreshed, and their access tokens are accepted here until Cognito refuses them',
    async (query) => {
      const [mine, other] = [await app.signIn('bob'), await app.signIn('bob')];
      const there = (await list(other.accessToken)).find(({ current }) => current);
      const ended = await end(mine.accessToken, there?.id ?? '', query);
      expect([ended.status, ended.text]).toEqual([204, '']);
      const { refreshToken } = other;
      expect(await app.post('/auth/refresh', { refreshToken })).toMatchObject({
        status: 401,
        body: { code: 'bad_credentials' },
      });
      expect(await app.verdictOn(other.accessToken)).toBe('valid');
      // Cognito refuses the token at /me, and from then on it is refused everywhere.
      const refused = await app.request('GET', '/me', undefined, other.accessToken);
      expect(refused).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
      expect(await app.verdictOn(other.accessToken)).toBe('token_revoked');
      expect(await app.verdictOn(mine.accessToken)).toBe('valid');
    },
  );

  it('cannot be ended by id while they are current, and the problem names /me/revoke', async () => {
    const { accessToken, refreshToken } = await app.signIn('user01');
    const current = (await list(accessToken)).find((each) => each.current);
    const refused = await end(accessToken, current?.id ?? '');
    expect(refused).toMatchObject({ status: 409, body: { code: 'current_session' } });
    expect(refused.body['detail']).toContain('/me/revoke');
    expect((await app.post('/me/revoke', { refreshToken }, accessToken)).status).toBe(204);
    expect(await app.verdictOn(accessToken)).toBe('token_revoked');
  });

  it('of another user, or unknown ones, cannot be ended', async () => {
    const [mine, theirs] = [await app.signIn('user02'), await app.signIn('user03')];
    const [session] = await list(theirs.accessToken);
    for (const id of [session?.id ?? '', 'tkn0000000000000000000000000'])
      expect((await end(mine.accessToken, id)).status).toBe(404);
    expect((await app.post('/auth/refresh', { refreshToken: theirs.refreshToken })).status).toBe(200);
  });

  it('all end with POST /me/sign-out', async () => {
    const [one, other] = [await app.signIn('user04'), await app.signIn('user04')];
    expect((await app.post('/me/sign-out', undefined, one.accessToken)).status).toBe(204);
    for (const { accessToken, refreshToken } of [one, other]) {
      expect(await app.verdictOn(accessToken)).toBe('token_revoked');
      expect((await app.post('/auth/refresh', { refreshToken })).status).toBe(401);
    }
    const later = await app.signInUntilValid('user04');
    expect(await list(later.accessToken)).toHaveLength(1);
  });
});

describe('Refresh tokens that rotate', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({}, { config: { rotationGraceSeconds: 1 } });
  });
  afterAll(() => app.close());

  it('are replaced, and one that was replaced is refresh_token_reused after the grace period', async () => {
    const { accessToken, refreshToken } = await app.signIn('alice');
    const refresh = (token: unknown) => app.post('/auth/refresh', { refreshToken: token });
    const first = await refresh(refreshToken);
    expect(first.status).toBe(200);
    expect(first.body['refreshToken']).not.toBe(refreshToken);
    await sleep(1200);
    const reused = await refresh(refreshToken);
    expect(reused).toMatchObject({ status: 401, body: { code: 'refresh_token_reused' } });
    expect(reused.headers.get('www-authenticate')).toBe('Bearer realm="lifeguard"');
    const next = await refresh(first.body['refreshToken']);
    expect(claimsIn(next.body['accessToken'])['origin_jti']).toBe(claimsIn(accessToken)['origin_jti']);
  });
});
