import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientFor, signIn } from '../../pool/spec.support';
import { totp } from '../../pool/totp';
import { BrowserService } from './browser.service';

/** Sets up an authenticator app for a seeded user. Returns its secret. */
async function enrolTotp({ pool }: BrowserService, username: string): Promise<string> {
  const client = clientFor(pool);
  const { AccessToken } = await signIn(pool, username);
  const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  return SecretCode;
}

describe('POST /session', () => {
  let service: BrowserService;

  beforeAll(async () => {
    service = await BrowserService.start();
  });
  afterAll(() => service.close());

  const password = (username: string): string => service.pool.passwords[username] ?? '';

  it('answers 201 with the cookie and the body of GET /session, and without a token', async () => {
    const browser = service.browser();
    const answer = await browser.call('POST', '/session', { username: 'root', password: password('root') });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        signedIn: true,
        username: 'root',
        groups: ['admin'],
        scopes: ['aws.cognito.signin.user.admin'],
      },
    });
    expect(answer.text).not.toContain('eyJ');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-Http-lifeguard=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    const { startedAt } = (await browser.call('GET', '/session')).body;
    expect(startedAt).toBe(answer.body.startedAt);
  });

  it('refuses a wrong password like /auth/sign-in, and sets no cookie', async () => {
    const browser = service.browser();
    const answer = await browser.call('POST', '/session', { username: 'alice', password: 'Wrong-Pass-1' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('refuses a body that /auth/sign-in refuses', async () => {
    const answer = await service.browser().call('POST', '/session', { username: 'alice', pass: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('issues a new session id at every sign-in, and ends the previous session', async () => {
    const browser = await service.signedInWithForm('alice');
    const old = browser.sessionId ?? '';
    await browser.call('POST', '/session', { username: 'alice', password: password('alice') });
    expect(browser.sessionId).not.toBe(old);
    const other = service.browser();
    other.setCookie('__Host-Http-lifeguard', old);
    expect((await other.call('GET', '/session')).body).toEqual({ signedIn: false });
  });

  it('answers 200 with a challenge, and 201 with the session once it is answered', async () => {
    const secret = await enrolTotp(service, 'bob');
    const browser = service.browser();
    const first = await browser.call('POST', '/session', { username: 'bob', password: password('bob') });
    expect(first).toMatchObject({ status: 200, body: { challenge: 'SOFTWARE_TOKEN_MFA' } });
    expect(first.headers.get('set-cookie')).toBeNull();
    const { challenge, session } = first.body;
    const answer = { challenge, session, username: 'bob' };
    const wrong = await browser.call('POST', '/session/challenge', {
      ...answer,
      responses: { SOFTWARE_TOKEN_MFA_CODE: '000000' },
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    const right = await browser.call('POST', '/session/challenge', {
      ...answer,
      responses: { SOFTWARE_TOKEN_MFA_CODE: totp(secret) },
    });
    expect(right).toMatchObject({ status: 201, body: { signedIn: true, username: 'bob' } });
    expect(browser.sessionId).toMatch(/^[\w-]{43}$/);
  });

  it('signs in a user who must choose a new password', async () => {
    const { userPoolId } = service.pool;
    await clientFor(service.pool).send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: 'newcomer',
        TemporaryPassword: 'Temporary-Pass-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const browser = service.browser();
    const { body } = await browser.call('POST', '/session', {
      username: 'newcomer',
      password: 'Temporary-Pass-1',
    });
    expect(body.challenge).toBe('NEW_PASSWORD_REQUIRED');
    const answer = await browser.call('POST', '/session/challenge', {
      challenge: body.challenge,
      session: body.session,
      username: 'newcomer',
      responses: { NEW_PASSWORD: 'Chosen-Pass-1' },
    });
    expect(answer).toMatchObject({ status: 201, body: { username: 'newcomer' } });
  });

  it('signs in a user who signed up under /session, with the app client of browsers', async () => {
    const browser = service.browser();
    const attributes = { email: 'grace@example.com' };
    const made = await browser.call('POST', '/session/sign-up', {
      username: 'grace',
      password: 'Grace-Pass-1',
      attributes,
    });
    expect(made.status).toBe(201);
    const code = service.pool.lastCode('grace');
    const confirmed = await browser.call('POST', '/session/sign-up/confirm', { username: 'grace', code });
    expect(confirmed.status).toBe(204);
    expect((await browser.call('POST', '/session/forgot-password', { username: 'grace' })).status).toBe(202);
    const answer = await browser.call('POST', '/session', { username: 'grace', password: 'Grace-Pass-1' });
    expect(answer.status).toBe(201);
  });
});

describe('the rate limits of /auth', () => {
  it('apply to POST /session: AUTH_RATE_LIMIT for each address', async () => {
    const service = await BrowserService.start({ AUTH_RATE_LIMIT: '2/60' });
    const attempt = () =>
      service.browser().call('POST', '/session', { username: 'alice', password: 'Wrong-1x' });
    const statuses = [(await attempt()).status, (await attempt()).status, (await attempt()).status];
    expect(statuses).toEqual([401, 401, 429]);
    await service.close();
  });

  it('apply to POST /session: ACCOUNT_RATE_LIMIT for each account', async () => {
    const service = await BrowserService.start({ ACCOUNT_RATE_LIMIT: '1/60' });
    const attempt = () =>
      service.browser().call('POST', '/session', { username: 'alice', password: 'Wrong-1x' });
    const statuses = [(await attempt()).status, (await attempt()).status, (await attempt()).status];
    expect(statuses).toEqual([401, 401, 429]);
    await service.close();
  });
});
