import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { totp } from '../../pool/totp';
import { PoolService } from '../support/pool.service';

const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** A person's own second factors, and the sign-in after each change. */
describe('The second factors of a person', () => {
  let app: PoolService;
  beforeAll(async () => {
    app = await PoolService.start({ TOTP_ISSUER: 'Example & Co' });
  });
  afterAll(() => app.close());
  const factors = async (token: string) => (await app.request('GET', '/me/mfa', undefined, token)).body;
  const put = (token: string, body: object) => app.request('PUT', '/me/mfa', body, token);
  const begin = (username: string) =>
    app.post('/auth/sign-in', { username, password: app.pool.passwords[username] });

  async function enrol(token: string): Promise<string> {
    const { status, body } = await app.post('/me/mfa/totp', undefined, token);
    expect(status).toBe(201);
    const secret = String(body['secret']);
    expect((await app.post('/me/mfa/totp/verify', { code: totp(secret) }, token)).status).toBe(204);
    return secret;
  }

  it('an authenticator app is set up, enabled, preferred, required at sign-in, and switched off', async () => {
    const { accessToken: token } = await app.signIn('alice');
    expect(await factors(token)).toEqual({
      enabled: [],
      signInFactors: expect.arrayContaining(['password', 'email-otp']),
    });
    const setup = await app.post('/me/mfa/totp', undefined, token);
    const secret = String(setup.body['secret']);
    expect([setup.status, setup.body]).toEqual([
      201,
      {
        secret: expect.stringMatching(/^[A-Z2-7]{16,}$/),
        uri: `otpauth://totp/Example%20%26%20Co:alice?secret=${secret}&issuer=Example%20%26%20Co`,
        qr: expect.stringMatching(/^data:image\/svg\+xml/),
      },
    ]);
    expect(setup.headers.get('cache-control')).toBe('no-store');

    const verify = (code: string) => app.post('/me/mfa/totp/verify', { code, deviceName: 'Phone' }, token);
    const wrong = await verify(otherThan(totp(secret)));
    expect(wrong).toMatchObject({ status: 400, body: { code: 'code_mismatch' } });
    expect(await factors(token)).toMatchObject({ enabled: [] });
    const verified = await verify(totp(secret));
    expect([verified.status, verified.text]).toEqual([204, '']);
    expect(await factors(token)).toMatchObject({ enabled: ['totp'], preferred: 'totp' });

    const { body } = await begin('alice');
    expect(body).toMatchObject({ challenge: 'SOFTWARE_TOKEN_MFA', session: expect.any(String) });
    const answer = await app.post('/auth/challenge', {
      challenge: 'SOFTWARE_TOKEN_MFA',
      session: body['session'],
      username: 'alice',
      responses: { SOFTWARE_TOKEN_MFA_CODE: totp(secret) },
    });
    expect(await app.verdictOn(String(answer.body['accessToken']))).toBe('valid');

    expect((await put(token, { enabled: [], preferred: null })).status).toBe(204);
    expect(await factors(token)).toMatchObject({ enabled: [] });
    await app.signIn('alice');
  });

  it('an app verified with enable false is not required at sign-in', async () => {
    const { accessToken: token } = await app.signIn('bob');
    const secret = String((await app.post('/me/mfa/totp', undefined, token)).body['secret']);
    const body = { code: totp(secret), enable: false };
    expect((await app.post('/me/mfa/totp/verify', body, token)).status).toBe(204);
    expect(await factors(token)).toMatchObject({ enabled: [] });
    await app.signIn('bob');
  });

  it('PUT /me/mfa sets exactly the listed factors, and enabling an app does not change the preference', async () => {
    const { accessToken: token } = await app.signIn('user01');
    expect((await put(token, { enabled: ['email'], preferred: 'email' })).status).toBe(204);
    await enrol(token);
    expect(await factors(token)).toMatchObject({
      enabled: expect.arrayContaining(['totp', 'email']),
      preferred: 'email',
    });
    expect((await put(token, { enabled: ['email', 'totp'] })).status).toBe(204);
    expect(await factors(token)).not.toHaveProperty('preferred');
    const { body } = await begin('user01');
    expect(body).toMatchObject({
      challenge: 'SELECT_MFA_TYPE',
      parameters: { MFAS_CAN_CHOOSE: expect.arrayContaining(['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']) },
    });

    const chosen = await app.post('/auth/challenge', {
      challenge: 'SELECT_MFA_TYPE',
      session: body['session'],
      username: 'user01',
      responses: { ANSWER: 'EMAIL_OTP' },
    });
    expect(chosen.body).toMatchObject({ challenge: 'EMAIL_OTP' });
    const done = await app.post('/auth/challenge', {
      challenge: 'EMAIL_OTP',
      session: chosen.body['session'],
      username: 'user01',
      responses: { EMAIL_OTP_CODE: app.pool.lastCode('user01', 'EMAIL') },
    });
    expect(done.status).toBe(200);
    expect((await put(token, { enabled: ['totp'], preferred: 'totp' })).status).toBe(204);
    expect(await factors(token)).toMatchObject({ enabled: ['totp'], preferred: 'totp' });
  });

  it('a code is sent by SMS as a second factor if there is a phone number', async () => {
    const { accessToken: token } = await app.signIn('user02');
    const early = await put(token, { enabled: ['sms'], preferred: 'sms' });
    expect(early).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
    await app.request('PATCH', '/me', { attributes: { phone_number: '+15550123' } }, token);
    expect((await put(token, { enabled: ['sms'], preferred: 'sms' })).status).toBe(204);
    const { body } = await begin('user02');
    expect(body).toMatchObject({
      challenge: 'SMS_MFA',
      parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' },
    });
    const done = await app.post('/auth/challenge', {
      challenge: 'SMS_MFA',
      session: body['session'],
      username: 'user02',
      responses: { SMS_MFA_CODE: app.pool.lastCode('user02', 'SMS') },
    });
    expect(done.status).toBe(200);
  });

  it('a factor that was not set up cannot be enabled, and an app whose setup was not begun cannot be verified', async () => {
    const { accessToken: token } = await app.signIn('user03');
    expect((await put(token, { enabled: ['totp'] })).status).toBe(400);
    const verified = await app.post('/me/mfa/totp/verify', { code: '123456' }, token);
    expect(verified).toMatchObject({ status: 409, body: { code: 'mfa_not_set_up' } });
  });

  it('the setup of one person is not verified with the token of another', async () => {
    const [one, other] = [await app.signIn('user04'), await app.signIn('user05')];
    const setup = await app.post('/me/mfa/totp', undefined, one.accessToken);
    const code = totp(String(setup.body['secret']));
    const stolen = await app.post('/me/mfa/totp/verify', { code }, other.accessToken);
    expect(stolen).toMatchObject({ status: 409, body: { code: 'mfa_not_set_up' } });
    expect(await factors(other.accessToken)).toMatchObject({ enabled: [] });
    await app.post('/me/mfa/totp', undefined, other.accessToken);
    expect((await app.post('/me/mfa/totp/verify', { code }, other.accessToken)).body['code']).toBe(
      'code_mismatch',
    );
  });
});
