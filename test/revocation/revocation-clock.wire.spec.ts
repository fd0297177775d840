import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { wireGroup, wireUser } from '../admin/admin.support';
import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';

const SUB = 'alice-sub';
const PATH = `/users/${SUB}`;

/** A Cognito whose clock differs from ours by this number of milliseconds and sets the times of tokens. */
describe.each([-3000, 400, 3000])(
  'revocations while the clock of Cognito is %d ms ahead (stub endpoint, no emulator)',
  (ahead) => {
    const key = makeKey();
    let keys: KeyServer;
    let stub: CognitoStub;
    let service: Service;

    beforeAll(async () => {
      [keys, stub] = await Promise.all([startKeyServer(key), CognitoStub.start()]);
      stub.clockAheadMs = ahead;
      service = await startService({
        ...TEST_ENVIRONMENT,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        COGNITO_JWKS_URI: keys.url,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
        ACCOUNT_RATE_LIMIT: 'off',
      });
    });
    beforeEach(() => {
      stub.reset();
      stub
        .on('AdminGetUser', { json: wireUser('alice', {}, 'UserAttributes') })
        .on('AdminListGroupsForUser', { json: { Groups: [wireGroup('support')] } })
        .on('ListUsersInGroup', { json: { Users: [wireUser('alice')] } });
    });
    afterAll(async () => {
      await service.close();
      await stub.close();
      await keys.close();
    });

    const secondOfCognito = () => Math.floor((Date.now() + ahead) / 1000);
    /** A token as Cognito issues it now. */
    const issue = (claims: Record<string, unknown> = {}): string => {
      const iat = secondOfCognito();
      return signToken(key, userClaims({ sub: SUB, iat, auth_time: iat, exp: iat + 3600, ...claims }));
    };
    const root = () => issue({ sub: 'root-sub', username: 'root', 'cognito:groups': ['admin'] });
    const asRoot = async (method: string, path: string, body?: unknown) => {
      const answer = await service.call(path, { method, body, token: root() });
      expect(answer.status).toBe(204);
    };
    const verdict = (token: string) => service.verdictOn(token);

    it.each<[string, string, string, unknown]>([
      ['sign-out', 'POST', `${PATH}/sign-out`, undefined],
      ['disable', 'POST', `${PATH}/disable`, undefined],
      ['a new password', 'PUT', `${PATH}/password`, { password: 'Correct-Horse-9', permanent: true }],
      ['joining a group', 'PUT', `${PATH}/groups/support`, undefined],
      ['POST /revocations', 'POST', '/revocations', { sub: SUB }],
    ])('%s ends every token issued before and none issued after', async (_what, method, path, body) => {
      const before = issue();
      expect(await verdict(before)).toBe('valid');
      await asRoot(method, path, body);
      // Immediately, at any point within a second.
      const after = issue();
      expect(await verdict(before)).toBe('token_revoked');
      expect(await verdict(after)).toBe('valid');
    });

    it('the deletion of a group revokes earlier tokens of members and tokens with the group, and none issued after', async () => {
      const [member, carrier] = [
        issue({ 'cognito:groups': ['crew'] }),
        issue({ sub: 'bob', 'cognito:groups': ['crew'] }),
      ];
      await asRoot('DELETE', '/groups/crew');
      expect([await verdict(member), await verdict(carrier)]).toEqual(['token_revoked', 'token_revoked']);
      expect(await verdict(issue())).toBe('valid');
      expect(await verdict(issue({ sub: 'bob', 'cognito:groups': ['crew'] }))).toBe('valid');
    });

    it('a token of the same second as a change of groups is accepted only if it shows the change', async () => {
      let hides: string;
      let isSameSecond: boolean;
      do {
        stub.requests.length = 0;
        // The tokens must be created in the second of the change.
        await sleep(1000 - ((Date.now() + ahead) % 1000));
        const second = secondOfCognito();
        const started = Date.now();
        const answered = asRoot('DELETE', `${PATH}/groups/support`);
        while (!stub.actions.includes('AdminRemoveUserFromGroup')) await sleep(5);
        await sleep(20);
        const shows = issue();
        hides = issue({ 'cognito:groups': ['support'] });
        isSameSecond = secondOfCognito() === second;
        // The answer may still wait for the second to end.
        expect(await verdict(shows)).toBe('valid');
        await answered;
        expect(Date.now() - started).toBeLessThan(15_000);
      } while (!isSameSecond);
      expect(await verdict(hides)).toBe('token_revoked');
    });

    describe('/auth', () => {
      const tokens =
        (claims: Record<string, unknown> = {}) =>
        () => ({
          json: {
            AuthenticationResult: {
              AccessToken: issue(claims),
              RefreshToken: 'renewed',
              TokenType: 'Bearer',
            },
          },
        });
      const refresh = async () => {
        const body = { refreshToken: 'refresh' };
        const answer = await service.call('/auth/refresh', { method: 'POST', body });
        return { status: answer.status, body: (await answer.json()) as Record<string, string> };
      };

      it('returns no token that would be refused: it renews after the second of the revocation', async () => {
        stub.on('GetTokensFromRefreshToken', tokens());
        const signOut = asRoot('POST', `${PATH}/sign-out`);
        while (!stub.actions.includes('AdminUserGlobalSignOut')) await sleep(5);
        await sleep(20);
        const { status, body } = await refresh();
        expect(status).toBe(200);
        expect(await verdict(body.accessToken ?? '')).toBe('valid');
        await signOut;
        expect(await verdict(body.accessToken ?? '')).toBe('valid');
      });

      it('returns the tokens of a sign-in in the same way', async () => {
        stub.on('InitiateAuth', tokens()).on('GetTokensFromRefreshToken', tokens());
        const disabling = asRoot('POST', `${PATH}/disable`);
        while (!stub.actions.includes('AdminDisableUser')) await sleep(5);
        await sleep(20);
        const body = { username: 'alice', password: 'p' };
        const answer = await service.call('/auth/sign-in', { method: 'POST', body });
        const { accessToken } = (await answer.json()) as { accessToken: string };
        expect(await verdict(accessToken)).toBe('valid');
        await disabling;
      });

      it('refuses if the session itself was revoked, and if Cognito refuses the renewal', async () => {
        const session = randomUUID();
        stub.on('GetTokensFromRefreshToken', tokens({ origin_jti: session }));
        await asRoot('POST', '/revocations', { originJti: session });
        expect(await refresh()).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
        stub.on(
          'GetTokensFromRefreshToken',
          exception('NotAuthorizedException', 'Refresh Token has been revoked'),
        );
        expect(await refresh()).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
      });
    });
  },
);
