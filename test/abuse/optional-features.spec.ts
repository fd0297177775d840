import { randomBytes } from 'node:crypto';
import { ATTEMPT_COOKIE, SESSION_COOKIE } from '../../src/browser/cookies';
import { CognitoStub, exception } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { ServiceProcess } from '../support/process';
import { TEST_ENVIRONMENT } from '../support/service';
import { CLIENT_ID, makeKey, signToken, userClaims } from '../support/tokens';
import { duringAttack, type Harm } from './bystander';
import { JSON_TYPE, request, sendInTurn, sendUnread } from './flood';

/** `npm run abuse` repeats each attack. */
const ROUNDS = process.env.ABUSE === 'long' ? 20 : 1;
const MOST_WAIT_MS = 1000;
const MOST_GROWTH_MIB = 220;
const MB = 1024 * 1024;
const PUBLIC_URL = 'http://localhost:3000';

jest.setTimeout(60_000 * ROUNDS);

/** The public routes that exist only with browser sessions, guest credentials or MFA_SETUP. */
describe('A known caller of a service with every optional feature is served while somebody else sends', () => {
  const key = makeKey();
  const token = signToken(key, userClaims());
  let keyServer: KeyServer;
  let cognito: CognitoStub;
  let service: ServiceProcess;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    cognito = await CognitoStub.start();
    cognito.on('InitiateAuth', exception('NotAuthorizedException'));
    service = await ServiceProcess.start({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keyServer.url,
      COGNITO_CLIENT_SECRETS: `${CLIENT_ID}=secret`,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY: cognito.url,
      COGNITO_IDENTITY_POOL_ID: 'eu-west-1:00000000-0000-4000-8000-000000000000',
      IDENTITY_POOL_GUESTS: 'on',
      BROWSER_SESSIONS: 'on',
      COGNITO_DOMAIN: cognito.url,
      PUBLIC_URL,
      SESSION_SECRET: randomBytes(32).toString('base64'),
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      NODE_ENV: 'test',
    });
    await service.ready();
    for (const path of ['/whoami', '/account', '/console', '/session']) await service.ask(path, { token });
  });
  afterAll(async () => {
    await service.stop();
    await keyServer.close();
    await cognito.close();
  });

  const under = (attack: () => Promise<unknown>): Promise<Harm> =>
    duringAttack(service, token, async () => {
      for (let round = 0; round < ROUNDS; round += 1) await attack();
    });
  const expectLittleHarm = ({ longestWaitMs, growthMiB }: Harm) => {
    expect(longestWaitMs).toBeLessThan(MOST_WAIT_MS);
    expect(growthMiB).toBeLessThan(MOST_GROWTH_MIB);
  };

  const SAME_ORIGIN = [`Origin: ${PUBLIC_URL}`, 'X-Lifeguard: 1', JSON_TYPE];
  it.each(['/session', '/session/challenge', '/auth/mfa/totp', '/auth/mfa/totp/verify', '/session/sign-up'])(
    '1 MB of combining marks as the username at %s',
    async (path) => {
      const body = JSON.stringify({ username: `a${'\u0301\u0316'.repeat(240_000)}`, password: 'b' });
      const harm = await under(async () => {
        expect(await sendInTurn(service.url, [request('POST', path, body, ...SAME_ORIGIN)])).toEqual([400]);
      });
      expectLittleHarm(harm);
    },
  );

  it('1 MB bodies for the session from another origin, which are refused unread', async () => {
    const body = JSON.stringify({ username: 'x'.repeat(MB - 100), password: 'b' });
    const harm = await under(async () => {
      const bytes = request('POST', '/session', body, JSON_TYPE, 'Origin: https://evil.example');
      expect(new Set(await sendInTurn(service.url, Array(30).fill(bytes)))).toEqual(new Set([403]));
    });
    expectLittleHarm(harm);
  });

  it.each(['/session/sign-in', '/session', '/session/callback?state=a&code=b', '/account', '/console'])(
    '1500 pipelined requests for %s, and reads no answer',
    async (path) => {
      const bytes = request('GET', path).repeat(1500);
      expectLittleHarm(await under(() => sendUnread(service.url, bytes, 5, 1500)));
    },
  );

  it.each(['/session/sign-in', '/session', '/session/callback?state=a&code=b', '/session/api/me'])(
    'hundreds of forged cookies for %s',
    async (path) => {
      const names = [SESSION_COOKIE, ATTEMPT_COOKIE];
      const pairs = Array.from({ length: 600 }, (_, index) => `${names[index % 2]}${index}=${'A'.repeat(8)}`);
      const bytes = request('GET', path, '', `Cookie: ${pairs.join('; ')}`);
      expectLittleHarm(await under(() => sendInTurn(service.url, Array(50).fill(bytes))));
    },
  );

  it('1500 pipelined requests for guest credentials', async () => {
    const asked = cognito.requests.length;
    const bytes = request('POST', '/auth/aws-credentials/guest').repeat(1500);
    expectLittleHarm(await under(() => sendUnread(service.url, bytes, 1, 1000)));
    const calls = cognito.requests.length - asked;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(130 * ROUNDS);
  });
});
