import { randomBytes } from 'node:crypto';
import { ATTEMPT_COOKIE, SESSION_COOKIE } from '../../src/browser/cookies';
import { CLIENT_ID } from '../support/tokens';
import { AttackedService, expectLittleHarm, ROUNDS } from './attacked.service';
import { JSON_TYPE, request, sendInTurn, sendUnread } from './flood';

const MB = 1024 * 1024;
const PUBLIC_URL = 'http://localhost:3000';

jest.setTimeout(60_000 * ROUNDS);

/** The public routes that exist only with browser sessions, guest credentials or MFA_SETUP. */
describe('A known caller of a service with every optional feature is served while another client sends', () => {
  let service: AttackedService;

  beforeAll(async () => {
    service = await AttackedService.start((cognitoUrl) => ({
      COGNITO_CLIENT_SECRETS: `${CLIENT_ID}=secret`,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY: cognitoUrl,
      COGNITO_IDENTITY_POOL_ID: 'eu-west-1:00000000-0000-4000-8000-000000000000',
      IDENTITY_POOL_GUESTS: 'on',
      BROWSER_SESSIONS: 'on',
      COGNITO_DOMAIN: cognitoUrl,
      PUBLIC_URL,
      SESSION_SECRET: randomBytes(32).toString('base64'),
    }));
    await service.warmUp('/whoami', '/account', '/console', '/session');
  });
  afterAll(() => service.close());

  const SAME_ORIGIN = [`Origin: ${PUBLIC_URL}`, 'X-Lifeguard: 1', JSON_TYPE];
  it.each(['/session', '/session/challenge', '/auth/mfa/totp', '/auth/mfa/totp/verify', '/session/sign-up'])(
    '1 MB of combining marks as the username to %s',
    async (path) => {
      const body = JSON.stringify({ username: `a${'\u0301\u0316'.repeat(240_000)}`, password: 'b' });
      const harm = await service.under(async () => {
        expect(await sendInTurn(service.url, [request('POST', path, body, ...SAME_ORIGIN)])).toEqual([400]);
      });
      expectLittleHarm(harm);
    },
  );

  it('1 MB bodies for the session from another origin, which are refused unread', async () => {
    const body = JSON.stringify({ username: 'x'.repeat(MB - 100), password: 'b' });
    const harm = await service.under(async () => {
      const bytes = request('POST', '/session', body, JSON_TYPE, 'Origin: https://evil.example');
      expect(new Set(await sendInTurn(service.url, Array(30).fill(bytes)))).toEqual(new Set([403]));
    });
    expectLittleHarm(harm);
  });

  it.each(['/session/sign-in', '/session', '/session/callback?state=a&code=b', '/account', '/console'])(
    '1500 pipelined requests for %s without reading the answers',
    async (path) => {
      const bytes = request('GET', path).repeat(1500);
      expectLittleHarm(await service.under(() => sendUnread(service.url, bytes, 5, 1500)));
    },
  );

  it.each(['/session/sign-in', '/session', '/session/callback?state=a&code=b', '/session/api/me'])(
    'hundreds of forged cookies for %s',
    async (path) => {
      const names = [SESSION_COOKIE, ATTEMPT_COOKIE];
      const pairs = Array.from({ length: 600 }, (_, index) => `${names[index % 2]}${index}=${'A'.repeat(8)}`);
      const bytes = request('GET', path, '', `Cookie: ${pairs.join('; ')}`);
      expectLittleHarm(await service.under(() => sendInTurn(service.url, Array(50).fill(bytes))));
    },
  );

  it('1500 pipelined requests for guest credentials', async () => {
    const asked = service.cognito.requests.length;
    const bytes = request('POST', '/auth/aws-credentials/guest').repeat(1500);
    expectLittleHarm(await service.under(() => sendUnread(service.url, bytes, 1, 1000)));
    const calls = service.cognito.requests.length - asked;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(130 * ROUNDS);
  });
});
