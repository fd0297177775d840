import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startEmbeddedPool, type EmbeddedPool } from '../embedded-pool';
import { clientFor, signIn } from '../spec.support';
import { totp } from '../totp';
import { DomainClient } from './domain.client';

describe('a sign-in at the hosted pages of the embedded pool', () => {
  let pool: EmbeddedPool;
  let client: DomainClient;

  beforeAll(async () => {
    pool = await startEmbeddedPool();
  });
  afterAll(() => pool.close());
  beforeEach(() => {
    client = new DomainClient(pool);
  });

  it('asks for a new password if the user must choose one', async () => {
    await clientFor(pool).send(
      new AdminCreateUserCommand({
        UserPoolId: pool.userPoolId,
        Username: 'newcomer',
        TemporaryPassword: 'Temporary-Pass-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const form = { username: 'newcomer', password: 'Temporary-Pass-1' };
    const page = await client.submit(await client.authorize(), form);
    expect(page.text).toContain('Change your password');
    const weak = await client.submit(page, { 'answer.NEW_PASSWORD': 'weak' });
    expect(weak.text).toContain('Password did not conform with policy');
    const done = await client.submit(weak, { 'answer.NEW_PASSWORD': 'Chosen-Pass-1' });
    expect(new URL(done.url).searchParams.get('code')).not.toBeNull();
  });

  it('asks for the code of an authenticator app, and again after a wrong one', async () => {
    const api = clientFor(pool);
    const { AccessToken } = await signIn(pool, 'bob');
    const { SecretCode = '' } = await api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));

    const form = { username: 'bob', password: pool.passwords.bob ?? '' };
    const page = await client.submit(await client.authorize(), form);
    const wrong = await client.submit(page, { 'answer.SOFTWARE_TOKEN_MFA_CODE': '000000' });
    expect(wrong.text).toContain('role="alert"');
    const done = await client.submit(wrong, { 'answer.SOFTWARE_TOKEN_MFA_CODE': totp(SecretCode) });
    expect(new URL(done.url).searchParams.get('code')).not.toBeNull();
  });

  it('keeps the session of the domain after a global sign-out, as Cognito does', async () => {
    await client.signIn('alice');
    await clientFor(pool).send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: pool.userPoolId, Username: 'alice' }),
    );
    const { url } = await client.authorize();
    expect(new URL(url).searchParams.get('code')).not.toBeNull();
  });

  it('redirects to the requested provider, and creates the user at the first sign-in', async () => {
    const acme = await client.authorize({ identity_provider: 'Acme' });
    expect(acme.steps.some((step) => step.includes('/login?'))).toBe(false);
    expect(acme.text).toContain('name="login"');
    const done = await client.submit(acme, { login: 'zoe', password: 'anything', prompt: 'login' });
    const { searchParams } = new URL(done.url);
    expect(Object.fromEntries(searchParams)).toEqual({ code: expect.any(String), state: 'the-state' });

    const api = clientFor(pool);
    const named = { UserPoolId: pool.userPoolId, Username: 'Acme_zoe' };
    const user = await api.send(new AdminGetUserCommand(named));
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER');
    const { Groups } = await api.send(new AdminListGroupsForUserCommand(named));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([`${pool.userPoolId}_Acme`]);
    const silent = await client.authorize({ state: 'again' });
    expect(new URL(silent.url).searchParams.get('state')).toBe('again');
  });

  it('finds the provider by the domain of an e-mail address', async () => {
    expect((await client.authorize({ idp_identifier: 'acme.example' })).text).toContain('name="login"');
  });

  it('shows a link to the provider on the sign-in page', async () => {
    expect((await client.authorize()).text).toContain('Continue with Acme');
  });

  it('refuses a response of the provider that it did not request', async () => {
    const { status } = await client.browser.visit(`${pool.endpoint}/oauth2/idpresponse?code=x&state=y`);
    expect(status).toBe(400);
  });
});
