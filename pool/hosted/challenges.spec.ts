import {
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startEmbeddedPool } from '../embedded-pool';
import { clientFor, signIn } from '../spec.support';
import { totp } from '../totp';
import { DomainClient } from './domain.client';
import { useHostedPages } from './hosted.fixture';

type Preference = Omit<
  ConstructorParameters<typeof AdminSetUserMFAPreferenceCommand>[0],
  'UserPoolId' | 'Username'
>;

const codeIn = (url: string): string | null => new URL(url).searchParams.get('code');

describe('second factors at the hosted pages of the embedded pool', () => {
  const hosted = useHostedPages();

  /** Sets a phone number and these factors for a seeded user. */
  async function prefer(Username: string, factors: Preference): Promise<void> {
    const named = { UserPoolId: hosted.pool.userPoolId, Username };
    const api = clientFor(hosted.pool);
    const UserAttributes = [
      { Name: 'phone_number', Value: '+15555550100' },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    await api.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
    await api.send(new AdminSetUserMFAPreferenceCommand({ ...named, ...factors }));
  }

  const begin = async (username: string) =>
    hosted.client.submit(await hosted.client.authorize(), {
      username,
      password: hosted.pool.passwords[username] ?? '',
    });

  it.each([
    ['SMS', 'user01', { SMSMfaSettings: { Enabled: true } }, 'SMS_MFA_CODE'],
    ['e-mail', 'user02', { EmailMfaSettings: { Enabled: true } }, 'EMAIL_OTP_CODE'],
  ])(
    'ask for the code that was sent by %s, and again after a wrong one',
    async (by, username, factors, field) => {
      await prefer(username, factors);
      const page = await begin(username);
      expect(page.text).toContain(`Enter the code that we sent by ${by}`);
      const wrong = await hosted.client.submit(page, { [`answer.${field}`]: 'wrong' });
      expect(wrong.text).toContain('role="alert"');
      const done = await hosted.client.submit(wrong, {
        [`answer.${field}`]: hosted.pool.lastCode(username) ?? '',
      });
      expect(codeIn(done.url)).not.toBeNull();
    },
  );

  it('let the user choose between several factors', async () => {
    await prefer('user03', { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    const page = await begin('user03');
    for (const [method, label] of [
      ['SMS_MFA', 'Code by SMS'],
      ['EMAIL_OTP', 'Code by e-mail'],
    ])
      expect(page.text).toContain(
        `<input name="answer.ANSWER" type="radio" value="${method}" required> ${label}`,
      );
    const code = await hosted.client.submit(page, { 'answer.ANSWER': 'EMAIL_OTP' });
    expect(code.text).toContain('Enter the code that we sent by e-mail');
    const done = await hosted.client.submit(code, {
      'answer.EMAIL_OTP_CODE': hosted.pool.lastCode('user03') ?? '',
    });
    expect(codeIn(done.url)).not.toBeNull();
  });

  it('start again with the form after a choice that was not offered', async () => {
    await prefer('user04', { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    const again = await hosted.client.submit(await begin('user04'), {
      'answer.ANSWER': 'SOFTWARE_TOKEN_MFA',
    });
    expect(again.text).toContain('name="password"');
    expect(again.text).toContain('role="alert"');
  });

  it('accept the code of an authenticator app that was set up through the API', async () => {
    const api = clientFor(hosted.pool);
    const { AccessToken } = await signIn(hosted.pool, 'user05');
    const { SecretCode = '' } = await api.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await api.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
    await prefer('user05', { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
    const done = await hosted.client.submit(await begin('user05'), {
      'answer.SOFTWARE_TOKEN_MFA_CODE': totp(SecretCode),
    });
    expect(codeIn(done.url)).not.toBeNull();
  });
});

describe('the hosted pages of an embedded pool that requires a second factor', () => {
  it('set up an authenticator app, which the next sign-in asks for', async () => {
    const pool = await startEmbeddedPool({ config: { mfa: 'ON' } });
    const form = { username: 'alice', password: pool.passwords['alice'] ?? '' };
    const client = new DomainClient(pool);
    const page = await client.submit(await client.authorize(), form);
    expect(page.text).toContain('Set up an authenticator application');
    const secret = /Add this key to your application: ([A-Z2-7]+)/.exec(page.text)?.[1] ?? '';
    expect(secret).not.toBe('');
    const wrong = await client.submit(page, { 'answer.USER_CODE': '000000' });
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text).toContain(secret);
    const done = await client.submit(wrong, { 'answer.USER_CODE': totp(secret) });
    expect(codeIn(done.url)).not.toBeNull();

    const later = new DomainClient(pool);
    const asked = await later.submit(await later.authorize(), form);
    expect(asked.text).toContain('Enter the code of your authenticator application');
    const answered = await later.submit(asked, { 'answer.SOFTWARE_TOKEN_MFA_CODE': totp(secret) });
    expect(codeIn(answered.url)).not.toBeNull();
    await pool.close();
  });
});
