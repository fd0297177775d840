import {
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { totp } from '../../pool/totp';
import type { Service } from '../support/service';
import { until } from '../support/until';
import { namesIn, startLane, UNAVAILABLE } from './lane';
import { describeWithMoto, Moto } from './moto';

describeWithMoto('with moto', () => {
  let moto: Moto;
  let lane: Service;
  beforeAll(async () => {
    moto = await Moto.start();
    lane = await startLane(moto.env());
  });
  afterAll(async () => {
    await lane?.close();
    await moto?.close();
  });

  const tokensOf = (username: string, password = moto.password) => lane.signIn(username, password);
  const asRoot = async (method: string, path: string, body?: unknown) =>
    lane.request(method, path, body, (await tokensOf('root')).accessToken);
  /** A separate user for the test. */
  const create = async (username: string) => {
    const attributes = { email: `${username}@example.com`, email_verified: 'true' };
    const made = await asRoot('POST', '/users', { username, attributes, sendInvitation: false });
    expect(made.status).toBe(201);
    const body = { password: moto.password, permanent: true };
    expect((await asRoot('PUT', `/users/${username}/password`, body)).status).toBe(204);
    // A token issued in the second of the new password is refused with the earlier ones.
    return until('a token is valid', async () => {
      const tokens = await tokensOf(username);
      return (await lane.verdictOn(tokens.accessToken)) === 'valid' && tokens;
    });
  };

  describe('sign-in', () => {
    it('returns tokens of an issuer at another URL than the keys', async () => {
      const { accessToken } = await tokensOf('root');
      const { body } = await lane.request('GET', '/whoami', undefined, accessToken);
      expect(body).toMatchObject({ kind: 'user', username: 'root', groups: ['admin'] });
      expect(body.claims).toMatchObject({ iss: moto.env().COGNITO_ISSUER });
    });

    it('answers the same to a wrong password and to an unknown user', async () => {
      for (const username of ['alice', 'nobody']) {
        const answer = await lane.request('POST', '/auth/sign-in', { username, password: 'Wrong-Pass-1' });
        expect(answer).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
      }
    });

    it('renews with InitiateAuth, because moto answers GetTokensFromRefreshToken with a web page', async () => {
      const { refreshToken } = await tokensOf('alice');
      for (let time = 0; time < 2; time += 1) {
        const answer = await lane.request('POST', '/auth/refresh', { refreshToken });
        expect(answer.status).toBe(200);
        expect(await lane.verdictOn(String(answer.body.accessToken))).toBe('valid');
      }
      const refused = await lane.request('POST', '/auth/refresh', { refreshToken: 'nonsense' });
      expect(refused).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
    });

    it('goes through NEW_PASSWORD_REQUIRED', async () => {
      const temporaryPassword = 'Temporary-1';
      await asRoot('POST', '/users', { username: 'carol', temporaryPassword, sendInvitation: false });
      const credentials = { username: 'carol', password: temporaryPassword };
      const { body } = await lane.request('POST', '/auth/sign-in', credentials);
      expect(body).toMatchObject({ challenge: 'NEW_PASSWORD_REQUIRED' });
      const answer = await lane.request('POST', '/auth/challenge', {
        challenge: body.challenge,
        session: body.session,
        username: 'carol',
        responses: { NEW_PASSWORD: 'Chosen-Pass-1' },
      });
      expect(answer.status).toBe(200);
    });

    it('asks for a second factor and accepts its code', async () => {
      const { accessToken: AccessToken } = await create('mallory');
      const client = new CognitoIdentityProviderClient({
        endpoint: moto.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
      const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      // moto writes its Base32 in small letters.
      const code = () => totp(SecretCode.toUpperCase());
      await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }));
      const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
      await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
      client.destroy();
      const credentials = { username: 'mallory', password: moto.password };
      const { body } = await lane.request('POST', '/auth/sign-in', credentials);
      expect(body).toMatchObject({ challenge: 'SOFTWARE_TOKEN_MFA' });
      const answer = await lane.request('POST', '/auth/challenge', {
        challenge: body.challenge,
        session: body.session,
        username: 'mallory',
        responses: { SOFTWARE_TOKEN_MFA_CODE: code() },
      });
      expect(answer.status).toBe(200);
      expect(await lane.verdictOn(String(answer.body.accessToken))).toBe('valid');
    });

    it('is possible after a sign-up', async () => {
      const username = 'frank';
      const account = { username, password: 'Correct-Horse-8', attributes: { email: 'frank@example.org' } };
      expect((await lane.request('POST', '/auth/sign-up', account)).status).toBe(201);
      const confirmed = await lane.request('POST', '/auth/sign-up/confirm', { username, code: '123456' });
      expect(confirmed.status).toBe(204);
      await tokensOf(username, account.password);
    });

    it('refuses a weak password at sign-up', async () => {
      const account = { username: 'weak', password: 'weak' };
      const answer = await lane.request('POST', '/auth/sign-up', account);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_password' } });
    });
  });

  describe('/me', () => {
    it('reads and writes attributes', async () => {
      const { accessToken } = await create('erin');
      const write = { attributes: { name: 'Erin', nickname: 'e' } };
      expect((await lane.request('PATCH', '/me', write, accessToken)).status).toBe(204);
      expect((await lane.request('GET', '/me', undefined, accessToken)).body).toMatchObject({
        username: 'erin',
        attributes: { name: 'Erin', nickname: 'e', email: 'erin@example.com' },
      });
    });

    it('changes the password, and refuses a wrong previous one with 403', async () => {
      const { accessToken } = await create('grace');
      const change = (previousPassword: string) =>
        lane.request(
          'POST',
          '/me/password',
          { previousPassword, proposedPassword: 'Quite-New-1' },
          accessToken,
        );
      expect(await change('Wrong-Pass-1')).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
      expect((await change(moto.password)).status).toBe(204);
      await tokensOf('grace', 'Quite-New-1');
    });

    it('signs out everywhere', async () => {
      const { accessToken } = await create('heidi');
      expect((await lane.request('POST', '/me/sign-out', undefined, accessToken)).status).toBe(204);
      expect(await lane.verdictOn(accessToken)).toBe('token_revoked');
    });
  });

  describe('/users and /groups', () => {
    it('list users page by page, and find them', async () => {
      const first = await asRoot('GET', '/users?limit=2');
      expect(namesIn(first)).toHaveLength(2);
      const cursor = encodeURIComponent(String(first.body.nextCursor));
      const second = await asRoot('GET', `/users?limit=2&cursor=${cursor}`);
      expect(namesIn(second)).not.toEqual(namesIn(first));
      const filter = encodeURIComponent('email = "bob@example.com"');
      expect(namesIn(await asRoot('GET', `/users?filter=${filter}`))).toEqual(['bob']);
    });

    it('refuse a caller who is not an admin', async () => {
      const { accessToken } = await tokensOf('bob');
      expect((await lane.request('GET', '/users', undefined, accessToken)).body.code).toBe('forbidden');
    });

    it('create, change, disable, enable and delete a user', async () => {
      const body = { username: 'dave', attributes: { email: 'dave@example.org' }, groups: ['support'] };
      const made = await asRoot('POST', '/users', { ...body, sendInvitation: false });
      expect(made).toMatchObject({ status: 201, body: { username: 'dave', groups: ['support'] } });
      expect((await asRoot('POST', '/users', body)).body.code).toBe('username_exists');
      const changes = { attributes: { name: 'Dave', email: null } };
      expect((await asRoot('PATCH', '/users/dave', changes)).status).toBe(204);
      expect((await asRoot('POST', '/users/dave/disable')).status).toBe(204);
      expect((await asRoot('GET', '/users/dave')).body).toMatchObject({ enabled: false });
      expect((await asRoot('POST', '/users/dave/enable')).status).toBe(204);
      expect((await asRoot('POST', '/users/dave/sign-out')).status).toBe(204);
      expect((await asRoot('DELETE', '/users/dave')).status).toBe(204);
      expect((await asRoot('GET', '/users/dave')).body.code).toBe('user_not_found');
    });

    it('refuse a disabled user, and the tokens issued before', async () => {
      const { accessToken } = await create('ivan');
      await asRoot('POST', '/users/ivan/disable');
      expect(await lane.verdictOn(accessToken)).toBe('token_revoked');
      const credentials = { username: 'ivan', password: moto.password };
      const answer = await lane.request('POST', '/auth/sign-in', credentials);
      expect(answer).toMatchObject({ status: 401, body: { code: 'bad_credentials' } });
    });

    it('require a new password', async () => {
      await create('judy');
      expect((await asRoot('POST', '/users/judy/reset-password')).status).toBe(204);
      expect((await asRoot('GET', '/users/judy')).body.status).toBe('RESET_REQUIRED');
    });

    it('add a user to a group and remove them', async () => {
      await create('kim');
      expect((await asRoot('PUT', '/users/kim/groups/support')).status).toBe(204);
      expect(namesIn(await asRoot('GET', '/groups/support/users'))).toContain('kim');
      expect((await asRoot('GET', '/users/kim')).body.groups).toEqual(['support']);
      expect((await asRoot('DELETE', '/users/kim/groups/support')).status).toBe(204);
      expect(namesIn(await asRoot('GET', '/users/kim/groups'))).toEqual([]);
    });

    it('create, refuse twice, change and delete a group', async () => {
      expect((await asRoot('POST', '/groups', { name: 'crew', precedence: 2 })).status).toBe(201);
      expect((await asRoot('POST', '/groups', { name: 'crew' })).body.code).toBe('group_exists');
      expect((await asRoot('PATCH', '/groups/crew', { description: 'On board' })).body).toMatchObject({
        description: 'On board',
        precedence: 2,
      });
      expect((await asRoot('DELETE', '/groups/crew')).status).toBe(204);
      expect((await asRoot('GET', '/groups/crew')).body.code).toBe('not_found');
    });
  });

  describe('an action that moto lacks, which it answers with a web page, is an outage and not a crash', () => {
    it.each<[string, string, string, unknown, boolean]>([
      ['DeleteUser', 'DELETE', '/me', undefined, true],
      ['RevokeToken', 'POST', '/me/revoke', { refreshToken: 'any' }, true],
      ['DeleteUserAttributes', 'PATCH', '/me', { attributes: { nickname: null } }, false],
    ])('%s (%s %s)', async (action, method, path, body, ends) => {
      const { accessToken } = await create(`user-of-${action}`);
      expect(await lane.request(method, path, body, accessToken)).toMatchObject(UNAVAILABLE);
      // The service cannot know whether it was carried out.
      expect(await lane.verdictOn(accessToken)).toBe(ends ? 'token_revoked' : 'valid');
    });

    it('ResendConfirmationCode (POST /auth/sign-up/resend)', async () => {
      const answer = await lane.request('POST', '/auth/sign-up/resend', { username: 'alice' });
      expect(answer).toMatchObject(UNAVAILABLE);
    });
  });
});
