import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientFor, signIn } from '../spec.support';
import { totp } from '../totp';
import { useHostedPages } from './hosted.fixture';

describe('a sign-in at the hosted pages of the embedded pool', () => {
  const hosted = useHostedPages();

  it('asks for a new password if the user must choose one', async () => {
    await clientFor(hosted.pool).send(
      new AdminCreateUserCommand({
        UserPoolId: hosted.pool.userPoolId,
        Username: 'newcomer',
        TemporaryPassword: 'Temporary-Pass-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const form = { username: 'newcomer', password: 'Temporary-Pass-1' };
    const page = await hosted.client.submit(await hosted.client.authorize(), form);
    expect(page.text).toContain('Change your password');
    const weak = await hosted.client.submit(page, { 'answer.NEW_PASSWORD': 'weak' });
    expect(weak.text).toContain('Password did not conform with policy');
    const done = await hosted.client.submit(weak, { 'answer.NEW_PASSWORD': 'Chosen-Pass-1' });
    expect(new URL(done.url).searchParams.get('code')).not.toBeNull();
  });

  it('asks for the code of an authenticator app, and again after a wrong one', async () => {
    const api = clientFor(hosted.pool);
    const { AccessToken } = await signIn(hosted.pool, 'bob');
    const { SecretCode = '' } = await api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await api.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));

    const form = { username: 'bob', password: hosted.pool.passwords.bob ?? '' };
    const page = await hosted.client.submit(await hosted.client.authorize(), form);
    const wrong = await hosted.client.submit(page, { 'answer.SOFTWARE_TOKEN_MFA_CODE': '000000' });
    expect(wrong.text).toContain('role="alert"');
    const done = await hosted.client.submit(wrong, { 'answer.SOFTWARE_TOKEN_MFA_CODE': totp(SecretCode) });
    expect(new URL(done.url).searchParams.get('code')).not.toBeNull();
  });

  it('keeps the session of the domain after a global sign-out, as Cognito does', async () => {
    await hosted.client.signIn('alice');
    await clientFor(hosted.pool).send(
      new AdminUserGlobalSignOutCommand({ UserPoolId: hosted.pool.userPoolId, Username: 'alice' }),
    );
    const { url } = await hosted.client.authorize();
    expect(new URL(url).searchParams.get('code')).not.toBeNull();
  });

  it('redirects to the requested provider, and creates the user at the first sign-in', async () => {
    const acme = await hosted.client.authorize({ identity_provider: 'Acme' });
    expect(acme.steps.some((step) => step.includes('/login?'))).toBe(false);
    expect(acme.text).toContain('name="login"');
    const done = await hosted.client.submit(acme, { login: 'zoe', password: 'anything', prompt: 'login' });
    const { searchParams } = new URL(done.url);
    expect(Object.fromEntries(searchParams)).toEqual({ code: expect.any(String), state: 'the-state' });

    const api = clientFor(hosted.pool);
    const named = { UserPoolId: hosted.pool.userPoolId, Username: 'Acme_zoe' };
    const user = await api.send(new AdminGetUserCommand(named));
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER');
    const { Groups } = await api.send(new AdminListGroupsForUserCommand(named));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([`${hosted.pool.userPoolId}_Acme`]);
    const silent = await hosted.client.authorize({ state: 'again' });
    expect(new URL(silent.url).searchParams.get('state')).toBe('again');
  });

  it('finds the provider by the domain of an e-mail address', async () => {
    expect((await hosted.client.authorize({ idp_identifier: 'acme.example' })).text).toContain(
      'name="login"',
    );
  });

  it('shows a link to the provider on the sign-in page', async () => {
    expect((await hosted.client.authorize()).text).toContain('Continue with Acme');
  });

  it('refuses a response of the provider that it did not request', async () => {
    const { status } = await hosted.client.browser.visit(
      `${hosted.pool.endpoint}/oauth2/idpresponse?code=x&state=y`,
    );
    expect(status).toBe(400);
  });
});
