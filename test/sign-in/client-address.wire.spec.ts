import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CONFIDENTIAL, StubService } from '../support/stub.service';

const CALLS: [path: string, action: string, body: object][] = [
  ['/auth/sign-in', 'InitiateAuth', { password: 'p' }],
  [
    '/auth/challenge',
    'RespondToAuthChallenge',
    { challenge: 'SMS_MFA', session: 's', responses: { SMS_MFA_CODE: '1' } },
  ],
  ['/auth/sign-up', 'SignUp', { password: 'p' }],
  ['/auth/sign-up/confirm', 'ConfirmSignUp', { code: '1' }],
  ['/auth/sign-up/resend', 'ResendConfirmationCode', {}],
  ['/auth/forgot-password', 'ForgotPassword', {}],
  ['/auth/forgot-password/confirm', 'ConfirmForgotPassword', { code: '1', password: 'p' }],
];

describe('PROPAGATE_CLIENT_ADDRESS (on the wire; no emulator involved)', () => {
  let auth: StubService;
  beforeAll(async () => {
    auth = await StubService.start({
      ...CONFIDENTIAL,
      PROPAGATE_CLIENT_ADDRESS: 'on',
      TRUST_PROXY: 'loopback',
    });
  });
  beforeEach(() => auth.stub.reset());
  afterAll(() => auth.close());

  const postFrom = (address: string, path: string, body: object) =>
    auth.ask(path, { method: 'POST', body, headers: { 'x-forwarded-for': address } });

  it.each(CALLS)('%s sends the address of the caller with %s', async (path, action, body) => {
    await postFrom('203.0.113.9', path, { username: 'alice', ...body });
    expect(auth.stub.sent(action)).toMatchObject([{ UserContextData: { IpAddress: '203.0.113.9' } }]);
  });

  it.each([
    ['203.0.113.9:40000', '203.0.113.9'],
    ['[2001:db8::4]:40000', '2001:db8::4'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['unknown', '127.0.0.1'],
  ])('sends %s as %s', async (forwarded, sent) => {
    await postFrom(forwarded, '/auth/forgot-password', { username: 'alice' });
    expect(auth.stub.sent('ForgotPassword')).toMatchObject([{ UserContextData: { IpAddress: sent } }]);
  });
});

describe('Without PROPAGATE_CLIENT_ADDRESS (on the wire; no emulator involved)', () => {
  it('no action is sent the address of the caller', async () => {
    const auth = await StubService.start(CONFIDENTIAL);
    for (const [path, , body] of CALLS) await auth.post(path, { username: 'alice', ...body });
    expect(auth.stub.requests).toHaveLength(CALLS.length);
    for (const { body } of auth.stub.requests) expect(body).not.toMatch(/UserContextData|127\.0\.0\.1/);
    await auth.close();
  });
});
