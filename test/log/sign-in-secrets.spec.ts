import {
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { createSrpSession, signSrpSession, wrapAuthChallenge } from 'cognito-srp-helper';
import type { EmbeddedPool } from '../../pool/embedded-pool';
import { PasskeyAuthenticator } from '../../pool/passkey.authenticator';
import { clientFor } from '../../pool/spec.support';
import { totp } from '../../pool/totp';
import { passwordOf, watch } from './watch';
import { post, textOf, type Watched } from './watched';

async function signInBySrp(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const session = createSrpSession('alice', passwordOf(pool, 'alice'), pool.userPoolId, false);
  const first = await watched.call(
    '/auth/sign-in',
    post({ flow: 'srp', username: 'alice', srpA: session.largeA }),
  );
  const ChallengeParameters = first.body['parameters'] as Record<string, string>;
  const { ChallengeResponses } = wrapAuthChallenge(
    signSrpSession(session, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters }),
    { ClientId: '', ChallengeName: 'PASSWORD_VERIFIER' as const, ChallengeResponses: { USERNAME: 'alice' } },
  );
  const body = { challenge: 'PASSWORD_VERIFIER', username: 'alice', responses: ChallengeResponses };
  const done = await watched.call('/auth/challenge', post(body));
  expect(done.body['newDevice']).toBeDefined();
  const { key } = done.body['newDevice'] as { key: string };
  const refreshToken = textOf(done, 'refreshToken');
  await watched.call(
    '/auth/refresh',
    post({ refreshToken, deviceKey: key, clientMetadata: { note: 'private note' } }),
  );
}

async function signInByCode(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const { body } = await watched.call(
    '/auth/sign-in',
    post({ flow: 'choice', prefer: 'email-otp', username: 'bob' }),
  );
  const answer = (EMAIL_OTP_CODE: string | undefined) =>
    post({
      challenge: 'EMAIL_OTP',
      session: body['session'],
      username: 'bob',
      responses: { EMAIL_OTP_CODE },
    });
  await watched.call('/auth/challenge', answer('01928374'));
  const done = await watched.call('/auth/challenge', answer(pool.lastCode('bob')));
  expect(done.status).toBe(200);
}

async function signInByPasskey(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const signedIn = await watched.call(
    '/auth/sign-in',
    post({ username: 'user02', password: passwordOf(pool, 'user02') }),
  );
  const AccessToken = textOf(signedIn, 'accessToken');
  const { CredentialCreationOptions } = await clientFor(pool).send(
    new StartWebAuthnRegistrationCommand({ AccessToken }),
  );
  const device = new PasskeyAuthenticator();
  const options = CredentialCreationOptions as unknown as PublicKeyCredentialCreationOptionsJSON;
  // The SDK types a document as any JSON.
  const Credential = device.register(options) as never;
  await clientFor(pool).send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential }));
  const { body } = await watched.call(
    '/auth/sign-in',
    post({ flow: 'choice', prefer: 'passkey', username: 'user02' }),
  );
  const { CREDENTIAL_REQUEST_OPTIONS } = body['parameters'] as {
    CREDENTIAL_REQUEST_OPTIONS: PublicKeyCredentialRequestOptionsJSON;
  };
  const responses = { CREDENTIAL: device.assert(CREDENTIAL_REQUEST_OPTIONS) };
  const challenge = { challenge: 'WEB_AUTHN', session: body['session'], username: 'user02', responses };
  expect((await watched.call('/auth/challenge', post(challenge))).status).toBe(200);
}

async function signUpWithoutPassword(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const account = { username: 'carol-signs-up', attributes: { email: 'carol@example.com' } };
  const { body } = await watched.call('/auth/sign-up', post(account));
  const confirmation = {
    username: account.username,
    code: pool.lastCode(account.username),
    session: body['session'],
  };
  const confirmed = await watched.call('/auth/sign-up/confirm', post(confirmation));
  const signIn = { flow: 'choice', username: account.username, session: textOf(confirmed, 'session') };
  expect((await watched.call('/auth/sign-in', post(signIn))).status).toBe(200);
}

async function setUpApp(watched: Watched, pool: EmbeddedPool): Promise<void> {
  const credentials = { username: 'alice', password: passwordOf(pool, 'alice') };
  const first = await watched.call('/auth/sign-in', post(credentials));
  const setup = await watched.call(
    '/auth/mfa/totp',
    post({ session: textOf(first, 'session'), username: 'alice' }),
  );
  const [secret, session] = [textOf(setup, 'secret'), textOf(setup, 'session')];
  await watched.call('/auth/mfa/totp/verify', post({ session, code: totp(secret, 0) }));
  const proof = { session, code: totp(secret), deviceName: 'Phone of a person' };
  const verified = await watched.call('/auth/mfa/totp/verify', post(proof));
  const done = { challenge: 'MFA_SETUP', session: textOf(verified, 'session'), username: 'alice' };
  expect((await watched.call('/auth/challenge', post(done))).status).toBe(200);
}

describe('The log of a service', () => {
  it('has no SRP value, code, session, credential, device key or token of any way to sign in', async () => {
    const watched = await watch({ config: { devices: 'ALWAYS' } }, async (service, pool) => {
      await signInBySrp(service, pool);
      await signInByCode(service, pool);
      await signInByPasskey(service, pool);
      await signUpWithoutPassword(service, pool);
    });
    expect(watched.kept).toBeGreaterThan(40);
    expect(watched.requestLines()).toHaveLength(watched.calls);
    expect(watched.leaks()).toEqual([]);
  });

  it('has no secret of an authenticator app, and none of its codes', async () => {
    const watched = await watch({ config: { mfa: 'ON', secondFactors: ['SOFTWARE_TOKEN_MFA'] } }, setUpApp);
    expect(watched.kept).toBeGreaterThan(8);
    expect(watched.leaks()).toEqual([]);
  });
});
