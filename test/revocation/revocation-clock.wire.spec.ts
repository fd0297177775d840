import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { wireGroup, wireUser } from '../admin/admin.support';
import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';

const SUB = 'alice-sub';
const PATH = `/users/${SUB}`;
/** Number of milliseconds by which Cognito's clock is ahead of ours. */
const CLOCKS = [-3000, 400, 3000] as const;

const key = makeKey();
let keys: KeyServer;

/** The service with a stub of Cognito whose clock differs from ours and sets the times of tokens. */
class Clocked {
  private constructor(
    readonly ahead: number,
    readonly stub: CognitoStub,
    readonly service: Service,
  ) {}

  static async start(ahead: number): Promise<Clocked> {
    const stub = await CognitoStub.start();
    stub.clockAheadMs = ahead;
    const service = await startService({
      ...TEST_ENVIRONMENT,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      COGNITO_JWKS_URI: keys.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
      ACCOUNT_RATE_LIMIT: 'off',
    });
    const clocked = new Clocked(ahead, stub, service);
    clocked.reset();
    await clocked.fixEndpoint();
    return clocked;
  }

  /** The SDK reads the endpoint from the environment of the process at the first call, and keeps it. */
  private async fixEndpoint(): Promise<void> {
    const answer = await this.service.ask(PATH, { token: this.rootToken() });
    expect(answer.status).toBe(200);
    expect(this.stub.actions).toContain('AdminGetUser');
  }

  reset(): void {
    this.stub.reset();
    this.stub
      .on('AdminGetUser', { json: wireUser('alice', {}, 'UserAttributes') })
      .on('AdminListGroupsForUser', { json: { Groups: [wireGroup('support')] } })
      .on('ListUsersInGroup', { json: { Users: [wireUser('alice')] } });
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.stub.close();
  }

  secondOfCognito(): number {
    return Math.floor((Date.now() + this.ahead) / 1000);
  }

  /** A token as Cognito issues it now. */
  issue(claims: Record<string, unknown> = {}): string {
    const iat = this.secondOfCognito();
    return signToken(key, userClaims({ sub: SUB, iat, auth_time: iat, exp: iat + 3600, ...claims }));
  }

  rootToken(): string {
    return this.issue({ sub: 'root-sub', username: 'root', 'cognito:groups': ['admin'] });
  }

  async asRoot(method: string, path: string, body?: unknown): Promise<void> {
    const token = this.rootToken();
    const answer = await this.service.call(path, { method, body, token });
    expect(answer.status).toBe(204);
  }

  verdict(token: string): Promise<unknown> {
    return this.service.verdictOn(token);
  }

  async untilAsked(action: string): Promise<void> {
    while (!this.stub.actions.includes(action)) await sleep(5);
    await sleep(20);
  }

  /** Responds with tokens that are issued on request. */
  tokens(claims: Record<string, unknown> = {}) {
    return () => ({
      json: {
        AuthenticationResult: {
          AccessToken: this.issue(claims),
          RefreshToken: 'renewed',
          TokenType: 'Bearer',
        },
      },
    });
  }

  async refresh() {
    const body = { refreshToken: 'refresh' };
    const answer = await this.service.call('/auth/refresh', { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  }
}

const services: Clocked[] = [];
beforeAll(async () => {
  keys = await startKeyServer(key);
  for (const ahead of CLOCKS) services.push(await Clocked.start(ahead));
});
beforeEach(() => {
  for (const service of services) service.reset();
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await keys.close();
});

/** Runs a test with every clock at the same time, because it waits for seconds to end. */
async function withEveryClock(test: (service: Clocked) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(services.map(test));
  for (const [index, result] of results.entries())
    if (result.status === 'rejected')
      throw new Error(`with a clock that is ${CLOCKS[index]} ms ahead`, { cause: result.reason });
}

describe('revocations while the clock of Cognito is 3 s behind, 0.4 s ahead or 3 s ahead (stub endpoint, no emulator)', () => {
  it.each<[string, string, string, unknown]>([
    ['sign-out', 'POST', `${PATH}/sign-out`, undefined],
    ['disable', 'POST', `${PATH}/disable`, undefined],
    ['a new password', 'PUT', `${PATH}/password`, { password: 'Correct-Horse-9', permanent: true }],
    ['joining a group', 'PUT', `${PATH}/groups/support`, undefined],
    ['POST /revocations', 'POST', '/revocations', { sub: SUB }],
  ])('%s ends every token issued before and none issued after', async (_what, method, path, body) => {
    await withEveryClock(async (at) => {
      const before = at.issue();
      expect(await at.verdict(before)).toBe('valid');
      await at.asRoot(method, path, body);
      // Immediately, at any point within a second.
      const after = at.issue();
      expect(await at.verdict(before)).toBe('token_revoked');
      expect(await at.verdict(after)).toBe('valid');
    });
  });

  it('the deletion of a group revokes earlier tokens of members and tokens with the group, and none issued after', async () => {
    await withEveryClock(async (at) => {
      const [member, carrier] = [
        at.issue({ 'cognito:groups': ['crew'] }),
        at.issue({ sub: 'bob', 'cognito:groups': ['crew'] }),
      ];
      await at.asRoot('DELETE', '/groups/crew');
      expect([await at.verdict(member), await at.verdict(carrier)]).toEqual([
        'token_revoked',
        'token_revoked',
      ]);
      expect(await at.verdict(at.issue())).toBe('valid');
      expect(await at.verdict(at.issue({ sub: 'bob', 'cognito:groups': ['crew'] }))).toBe('valid');
    });
  });

  it('a token of the same second as a change of groups is accepted only if it shows the change', async () => {
    await withEveryClock(async (at) => {
      let hides: string;
      let isSameSecond: boolean;
      do {
        at.stub.requests.length = 0;
        // The tokens must be created in the second of the change.
        await sleep(1000 - ((Date.now() + at.ahead) % 1000));
        const second = at.secondOfCognito();
        const started = Date.now();
        const answered = at.asRoot('DELETE', `${PATH}/groups/support`);
        await at.untilAsked('AdminRemoveUserFromGroup');
        const shows = at.issue();
        hides = at.issue({ 'cognito:groups': ['support'] });
        isSameSecond = at.secondOfCognito() === second;
        // The answer may still wait for the second to end.
        expect(await at.verdict(shows)).toBe('valid');
        await answered;
        expect(Date.now() - started).toBeLessThan(15_000);
      } while (!isSameSecond);
      expect(await at.verdict(hides)).toBe('token_revoked');
    });
  });

  describe('/auth', () => {
    it('returns no token that would be refused: it renews after the second of the revocation', async () => {
      await withEveryClock(async (at) => {
        at.stub.on('GetTokensFromRefreshToken', at.tokens());
        const signOut = at.asRoot('POST', `${PATH}/sign-out`);
        await at.untilAsked('AdminUserGlobalSignOut');
        const { status, body } = await at.refresh();
        expect(status).toBe(200);
        expect(await at.verdict(body.accessToken ?? '')).toBe('valid');
        await signOut;
        expect(await at.verdict(body.accessToken ?? '')).toBe('valid');
      });
    });

    it('returns the tokens of a sign-in in the same way', async () => {
      await withEveryClock(async (at) => {
        at.stub.on('InitiateAuth', at.tokens()).on('GetTokensFromRefreshToken', at.tokens());
        const disabling = at.asRoot('POST', `${PATH}/disable`);
        await at.untilAsked('AdminDisableUser');
        const body = { username: 'alice', password: 'p' };
        const answer = await at.service.call('/auth/sign-in', { method: 'POST', body });
        const { accessToken } = (await answer.json()) as { accessToken: string };
        expect(await at.verdict(accessToken)).toBe('valid');
        await disabling;
      });
    });

    it('refuses if the session itself was revoked, and if Cognito refuses the renewal', async () => {
      await withEveryClock(async (at) => {
        const session = randomUUID();
        at.stub.on('GetTokensFromRefreshToken', at.tokens({ origin_jti: session }));
        await at.asRoot('POST', '/revocations', { originJti: session });
        expect(await at.refresh()).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
        at.stub.on(
          'GetTokensFromRefreshToken',
          exception('NotAuthorizedException', 'Refresh Token has been revoked'),
        );
        expect(await at.refresh()).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
      });
    });
  });
});
