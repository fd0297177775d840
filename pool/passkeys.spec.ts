import {
  AssociateSoftwareTokenCommand,
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  SetUserMFAPreferenceCommand,
  StartWebAuthnRegistrationCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { PasskeyAuthenticator, type Flaws } from './passkey.authenticator';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';
import { totp } from './totp';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const start = async (AccessToken: string, at = pool): Promise<PublicKeyCredentialCreationOptionsJSON> => {
  const answer = await clientFor(at).send(new StartWebAuthnRegistrationCommand({ AccessToken }));
  return answer.CredentialCreationOptions as unknown as PublicKeyCredentialCreationOptionsJSON;
};
const complete = (AccessToken: string, credential: unknown) =>
  clientFor(pool).send(
    // The SDK accepts any JSON here.
    new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: credential as never }),
  );
const list = async (AccessToken: string, MaxResults?: number) =>
  (await clientFor(pool).send(new ListWebAuthnCredentialsCommand({ AccessToken, MaxResults }))).Credentials ??
  [];

/** Registers a new passkey for a user. */
async function registered(username: string): Promise<{ AccessToken: string; device: PasskeyAuthenticator }> {
  const { AccessToken } = await signIn(pool, username);
  const device = new PasskeyAuthenticator();
  await complete(AccessToken, device.register(await start(AccessToken)));
  return { AccessToken, device };
}

const choosePasskey = (USERNAME: string, more: Record<string, string> = {}) =>
  clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.public.id,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN', ...more },
    }),
  );
async function asked(username: string, more: Record<string, string> = {}) {
  const { ChallengeName, ChallengeParameters, Session } = await choosePasskey(username, more);
  expect(ChallengeName).toBe('WEB_AUTHN');
  const text = ChallengeParameters?.['CREDENTIAL_REQUEST_OPTIONS'] ?? '';
  return { options: JSON.parse(text) as PublicKeyCredentialRequestOptionsJSON, Session };
}
const answer = (USERNAME: string, Session: string | undefined, credential: unknown) =>
  respond(pool, 'WEB_AUTHN', Session, { USERNAME, CREDENTIAL: JSON.stringify(credential) });

describe('the registration of a passkey', () => {
  it('requests a resident key with user verification for the relying party localhost', async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    expect(await start(AccessToken)).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: 'alice' },
      challenge: expect.stringMatching(/^[\w-]{40,}$/),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    });
  });

  it('adds a credential that is listed until it is deleted', async () => {
    const { AccessToken } = await registered('alice');
    const [credential, ...others] = await list(AccessToken);
    expect(others).toEqual([]);
    expect(credential).toEqual({
      CredentialId: expect.any(String),
      FriendlyCredentialName: expect.stringMatching(/^Passkey /),
      RelyingPartyId: 'localhost',
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal'],
      CreatedAt: expect.any(Date),
    });
    expect((await start(AccessToken)).excludeCredentials).toMatchObject([{ id: credential?.CredentialId }]);
    const remove = () =>
      clientFor(pool).send(
        new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: credential?.CredentialId }),
      );
    await remove();
    expect(await list(AccessToken)).toEqual([]);
    await expect(remove()).rejects.toMatchObject(failure('ResourceNotFoundException'));
  });

  it.each<[string, Flaws, string]>([
    ['another origin', { origin: 'https://evil.example' }, 'WebAuthnOriginNotAllowedException'],
    [
      'an origin that only ends with the relying party id',
      { origin: 'https://notlocalhost' },
      'WebAuthnOriginNotAllowedException',
    ],
    ['another relying party', { relyingPartyId: 'evil.example' }, 'WebAuthnRelyingPartyMismatchException'],
    ['another challenge', { challenge: 'AAAA' }, 'WebAuthnChallengeNotFoundException'],
    ['no user verification', { userVerified: false }, 'WebAuthnCredentialNotSupportedException'],
  ])('refuses %s', async (_case, flaws, error) => {
    const { AccessToken } = await signIn(pool, 'user01');
    const credential = new PasskeyAuthenticator().register(await start(AccessToken), flaws);
    await expect(complete(AccessToken, credential)).rejects.toMatchObject(failure(error));
    expect(await list(AccessToken)).toEqual([]);
  });

  it('accepts a response only once, and only after a request', async () => {
    const { AccessToken } = await signIn(pool, 'user02');
    const credential = new PasskeyAuthenticator().register(await start(AccessToken));
    await complete(AccessToken, credential);
    await expect(complete(AccessToken, credential)).rejects.toMatchObject(
      failure('WebAuthnChallengeNotFoundException'),
    );
  });

  it("refuses a response to another user's options", async () => {
    const [mine, theirs] = [await signIn(pool, 'user03'), await signIn(pool, 'user04')];
    await start(mine.AccessToken);
    const credential = new PasskeyAuthenticator().register(await start(theirs.AccessToken));
    await expect(complete(mine.AccessToken, credential)).rejects.toMatchObject(
      failure('WebAuthnChallengeNotFoundException'),
    );
  });

  it.each([{}, { response: {} }, { response: { clientDataJSON: '%', attestationObject: '%' } }])(
    'refuses the credential %j',
    async (credential) => {
      const { AccessToken } = await signIn(pool, 'user05');
      await start(AccessToken);
      await expect(complete(AccessToken, credential)).rejects.toMatchObject({
        name: expect.stringMatching(/^(InvalidParameterException|WebAuthnChallengeNotFoundException)$/),
      });
    },
  );

  it.each([
    ['WebAuthnConfigurationMissingException', { relyingPartyId: undefined }],
    ['WebAuthnNotEnabledException', { firstFactors: ['PASSWORD' as const] }],
  ])('fails with %s if the pool is not configured for it', async (error, config) => {
    const other = await startEmbeddedPool({ config });
    const { AccessToken } = await signIn(other, 'alice');
    await expect(start(AccessToken, other)).rejects.toMatchObject(failure(error));
    await other.close();
  });

  it('lists at most 20 at once', async () => {
    const { AccessToken } = await signIn(pool, 'user06');
    await expect(list(AccessToken, 21)).rejects.toMatchObject(failure('InvalidParameterException'));
  });
});

describe('a sign-in with a passkey', () => {
  it('returns tokens for an assertion, and again for the next one', async () => {
    const { device } = await registered('bob');
    for (let round = 1; round <= 2; round += 1) {
      const { options, Session } = await asked('bob');
      const { AuthenticationResult: tokens } = await answer('bob', Session, device.assert(options));
      expect(claimsOf(tokens?.AccessToken)).toMatchObject({ username: 'bob' });
    }
  });

  it('reaches the highest level', async () => {
    const { device } = await registered('user07');
    const { options, Session } = await asked('user07', { TARGET_ACR_VALUES: 'urn:cognito:loa:4' });
    const { AuthenticationResult: tokens } = await answer('user07', Session, device.assert(options));
    expect(claimsOf(tokens?.AccessToken)).toMatchObject({ acr: 'urn:cognito:loa:4', amr: ['hwk', 'mfa'] });
  });

  it.each<[string, Flaws]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an http origin that is not localhost', { origin: 'http://evil.example' }],
    ['another relying party', { relyingPartyId: 'evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['no user verification', { userVerified: false }],
  ])('refuses %s', async (_case, flaws) => {
    const { device } = await registered('user08');
    const { options, Session } = await asked('user08');
    await expect(answer('user08', Session, device.assert(options, flaws))).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('refuses an assertion that was used before, with its own session and with a new one', async () => {
    const { device } = await registered('user09');
    const { options, Session } = await asked('user09');
    const assertion = device.assert(options);
    await answer('user09', Session, assertion);
    for (const session of [Session, (await asked('user09')).Session]) {
      await expect(answer('user09', session, assertion)).rejects.toMatchObject(
        failure('NotAuthorizedException'),
      );
    }
  });

  it('refuses a modified signature and does not allow another attempt', async () => {
    const { device } = await registered('user10');
    const { options, Session } = await asked('user10');
    const assertion = device.assert(options);
    const forged = { ...assertion, response: { ...assertion.response, signature: 'AAAA' } };
    await expect(answer('user10', Session, forged)).rejects.toMatchObject(failure('NotAuthorizedException'));
    await expect(answer('user10', Session, assertion)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it("refuses another user's passkey", async () => {
    const [mine, theirs] = [await registered('user11'), await registered('user12')];
    const { options: own } = await asked('user12');
    const { options, Session } = await asked('user11');
    expect(() => mine.device.assert(own)).toThrow('None of the passkeys is allowed');
    const stolen = theirs.device.assert({ ...own, challenge: options.challenge });
    await expect(answer('user11', Session, stolen)).rejects.toMatchObject(failure('NotAuthorizedException'));
  });

  it('is offered to a user with a second factor only if it counts as one', async () => {
    const { AccessToken } = await registered('user13');
    const client = clientFor(pool);
    const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totp(SecretCode) }));
    const prefer = (passkey: boolean) =>
      client.send(
        new SetUserMFAPreferenceCommand({
          AccessToken,
          SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
          WebAuthnMfaSettings: { Enabled: passkey },
        }),
      );
    await prefer(false);
    expect((await choosePasskey('user13')).ChallengeName).toBe('SELECT_CHALLENGE');
    await prefer(true);
    expect((await choosePasskey('user13')).ChallengeName).toBe('WEB_AUTHN');
    await expect(initiate(pool, 'user13', pool.passwords['user13'] ?? '')).resolves.toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
    });
  });
});
