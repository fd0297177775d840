import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  UpdateDeviceStatusCommand,
  type AuthenticationResultType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSessionWithDevice,
  wrapAuthChallenge,
} from 'cognito-srp-helper';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool({ config: { devices: 'USER_OPT_IN' } });
});
afterAll(() => pool.close());

const password = (username: string) => pool.passwords[username] ?? '';
const withDevice = (USERNAME: string, DEVICE_KEY: string) =>
  clientFor(pool).send(
    new InitiateAuthCommand({
      ClientId: pool.clients.public.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password(USERNAME), DEVICE_KEY },
    }),
  );

interface OwnDevice {
  key: string;
  groupKey: string;
  secret: string;
  tokens: AuthenticationResultType;
}

/** Signs in and confirms the new device, as `cognito-srp-helper` documents. */
async function confirmed(
  username: string,
  at = pool,
): Promise<OwnDevice & { necessary: boolean | undefined }> {
  const { AuthenticationResult: tokens = {} } = await initiate(at, username, at.passwords[username] ?? '');
  const { DeviceKey: key = '', DeviceGroupKey: groupKey = '' } = tokens.NewDeviceMetadata ?? {};
  const { DeviceRandomPassword: secret, DeviceSecretVerifierConfig } = createDeviceVerifier(key, groupKey);
  const { UserConfirmationNecessary: necessary } = await clientFor(at).send(
    new ConfirmDeviceCommand({
      AccessToken: tokens.AccessToken,
      DeviceKey: key,
      DeviceName: 'laptop',
      DeviceSecretVerifierConfig,
    }),
  );
  return { key, groupKey, secret, tokens, necessary };
}

/** Answers DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER. */
async function proveDevice(
  username: string,
  Session: string | undefined,
  device: OwnDevice,
  secret = device.secret,
) {
  const srp = createSrpSession(username, '', pool.userPoolId, false);
  const named = { USERNAME: username, DEVICE_KEY: device.key };
  const challenged = await respond(pool, 'DEVICE_SRP_AUTH', Session, { ...named, SRP_A: srp.largeA });
  expect(challenged.ChallengeName).toBe('DEVICE_PASSWORD_VERIFIER');
  const signed = signSrpSessionWithDevice(srp, challenged, device.groupKey, secret);
  const { ChallengeResponses: proof } = wrapAuthChallenge(signed, {
    ClientId: '',
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    ChallengeResponses: named,
  });
  return respond(pool, 'DEVICE_PASSWORD_VERIFIER', challenged.Session, proof);
}

const remember = (AccessToken: string | undefined, DeviceKey: string) =>
  clientFor(pool).send(
    new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus: 'remembered' }),
  );

describe('a new device', () => {
  it('gets a key, which is also in the access token', async () => {
    const { AuthenticationResult: tokens } = await initiate(pool, 'alice', password('alice'));
    const { DeviceKey, DeviceGroupKey } = tokens?.NewDeviceMetadata ?? {};
    expect(DeviceKey).toMatch(/^us-east-1_[0-9a-f-]{36}$/);
    expect(DeviceGroupKey).toMatch(/^-\S{8}$/);
    expect(claimsOf(tokens?.AccessToken)['device_key']).toBe(DeviceKey);
  });

  it('is listed once confirmed, and not remembered if users choose', async () => {
    const { key, tokens, necessary } = await confirmed('alice');
    const { AccessToken } = tokens;
    expect(necessary).toBe(true);
    const { Device } = await clientFor(pool).send(new GetDeviceCommand({ AccessToken, DeviceKey: key }));
    expect(Device).toMatchObject({
      DeviceKey: key,
      DeviceAttributes: [
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: 'laptop' },
        { Name: 'dev:device_remembered_status', Value: 'not_remembered' },
      ],
      DeviceCreateDate: expect.any(Date),
      DeviceLastModifiedDate: expect.any(Date),
      DeviceLastAuthenticatedDate: expect.any(Date),
    });
    const { Devices } = await clientFor(pool).send(new ListDevicesCommand({ AccessToken, Limit: 10 }));
    expect(Devices?.map((device) => device.DeviceKey)).toEqual([key]);
  });

  it('is remembered at once if the pool always remembers', async () => {
    const always = await startEmbeddedPool({ config: { devices: 'ALWAYS' } });
    expect((await confirmed('alice', always)).necessary).toBe(false);
    await always.close();
  });

  it('cannot be confirmed twice, nor under an unknown key', async () => {
    const { key, groupKey, tokens } = await confirmed('user01');
    const { DeviceSecretVerifierConfig } = createDeviceVerifier(key, groupKey);
    const again = (DeviceKey: string) =>
      clientFor(pool).send(
        new ConfirmDeviceCommand({ AccessToken: tokens.AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
      );
    await expect(again(key)).rejects.toMatchObject(failure('DeviceKeyExistsException'));
    await expect(again('us-east-1_made-up')).rejects.toMatchObject(failure('ResourceNotFoundException'));
  });

  it('gets no key if the pool does not track devices', async () => {
    const plain = await startEmbeddedPool();
    const { AuthenticationResult: tokens } = await initiate(plain, 'alice', plain.passwords['alice'] ?? '');
    expect(tokens?.NewDeviceMetadata).toBeUndefined();
    expect(claimsOf(tokens?.AccessToken)).not.toHaveProperty('device_key');
    await plain.close();
  });
});

describe('a confirmed device', () => {
  it('signs in with its own secret', async () => {
    const device = await confirmed('user02');
    const { ChallengeName, Session } = await withDevice('user02', device.key);
    expect(ChallengeName).toBe('DEVICE_SRP_AUTH');
    const { AuthenticationResult: tokens } = await proveDevice('user02', Session, device);
    expect(claimsOf(tokens?.AccessToken)).toMatchObject({ username: 'user02', device_key: device.key });
    expect(tokens?.NewDeviceMetadata).toBeUndefined();
  });

  it('is refused with another secret', async () => {
    const device = await confirmed('user03');
    const { Session } = await withDevice('user03', device.key);
    await expect(proveDevice('user03', Session, device, 'guessed')).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('is refused after the right password if it is unknown, so that the client can retry without it', async () => {
    await expect(withDevice('user04', 'us-east-1_made-up')).rejects.toMatchObject(
      failure('ResourceNotFoundException', 'Device does not exist.'),
    );
  });

  it('replaces the second factor only while it is remembered', async () => {
    const device = await confirmed('user05');
    await clientFor(pool).send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: pool.userPoolId,
        Username: 'user05',
        EmailMfaSettings: { Enabled: true },
      }),
    );
    const before = await withDevice('user05', device.key);
    expect(before.ChallengeName).toBe('EMAIL_OTP');
    const code = { USERNAME: 'user05', EMAIL_OTP_CODE: pool.lastCode('user05') ?? '' };
    const next = await respond(pool, 'EMAIL_OTP', before.Session, code);
    expect(next.ChallengeName).toBe('DEVICE_SRP_AUTH');
    await remember(device.tokens.AccessToken, device.key);
    const after = await withDevice('user05', device.key);
    expect(after.ChallengeName).toBe('DEVICE_SRP_AUTH');
    await expect(proveDevice('user05', after.Session, device)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('must be named at each refresh', async () => {
    const { key, tokens } = await confirmed('user06');
    const renew = (DeviceKey?: string) =>
      clientFor(pool).send(
        new GetTokensFromRefreshTokenCommand({
          RefreshToken: tokens.RefreshToken,
          ClientId: pool.clients.public.id,
          DeviceKey,
        }),
      );
    const refused = failure('NotAuthorizedException', 'Invalid Refresh Token.');
    await expect(renew()).rejects.toMatchObject(refused);
    await expect(renew('us-east-1_other')).rejects.toMatchObject(refused);
    await expect(renew(key)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('is no longer listed once it is forgotten', async () => {
    const { key, tokens } = await confirmed('user07');
    const { AccessToken } = tokens;
    await clientFor(pool).send(new ForgetDeviceCommand({ AccessToken, DeviceKey: key }));
    const gone = failure('ResourceNotFoundException');
    await expect(
      clientFor(pool).send(new GetDeviceCommand({ AccessToken, DeviceKey: key })),
    ).rejects.toMatchObject(gone);
    await expect(withDevice('user07', key)).rejects.toMatchObject(gone);
  });

  it('cannot be used by another user', async () => {
    const { key } = await confirmed('user08');
    const { AccessToken } = await signIn(pool, 'user09');
    await expect(
      clientFor(pool).send(new GetDeviceCommand({ AccessToken, DeviceKey: key })),
    ).rejects.toMatchObject(failure('ResourceNotFoundException'));
  });

  it('can be listed, read, changed and forgotten by an administrator', async () => {
    const { key: DeviceKey } = await confirmed('user10');
    const target = { UserPoolId: pool.userPoolId, Username: 'user10' };
    const client = clientFor(pool);
    const listed = await client.send(new AdminListDevicesCommand(target));
    expect(listed.Devices?.map((device) => device.DeviceKey)).toEqual([DeviceKey]);
    await client.send(
      new AdminUpdateDeviceStatusCommand({ ...target, DeviceKey, DeviceRememberedStatus: 'remembered' }),
    );
    const { Device } = await client.send(new AdminGetDeviceCommand({ ...target, DeviceKey }));
    expect(Device?.DeviceAttributes).toContainEqual({
      Name: 'dev:device_remembered_status',
      Value: 'remembered',
    });
    await client.send(new AdminForgetDeviceCommand({ ...target, DeviceKey }));
    expect((await client.send(new AdminListDevicesCommand(target))).Devices).toEqual([]);
  });
});

describe('amazon-cognito-identity-js', () => {
  const Pool = () =>
    new CognitoUserPool({
      UserPoolId: pool.userPoolId,
      ClientId: pool.clients.public.id,
      endpoint: pool.endpoint,
    });
  const enter = (user: CognitoUser): Promise<CognitoUserSession> =>
    new Promise((resolve, reject) => {
      const details = new AuthenticationDetails({ Username: 'bob', Password: password('bob') });
      user.authenticateUser(details, { onSuccess: resolve, onFailure: reject });
    });

  it('confirms its device and signs in with it the next time', async () => {
    const first = await enter(new CognitoUser({ Username: 'bob', Pool: Pool() }));
    const key = claimsOf(first.getAccessToken().getJwtToken())['device_key'];
    const second = await enter(new CognitoUser({ Username: 'bob', Pool: Pool() }));
    expect(claimsOf(second.getAccessToken().getJwtToken())['device_key']).toBe(key);
  });

  it('signs in without a device that was forgotten', async () => {
    const first = await enter(new CognitoUser({ Username: 'bob', Pool: Pool() }));
    const AccessToken = first.getAccessToken().getJwtToken();
    const DeviceKey = String(claimsOf(AccessToken)['device_key']);
    await clientFor(pool).send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));
    const second = await enter(new CognitoUser({ Username: 'bob', Pool: Pool() }));
    expect(claimsOf(second.getAccessToken().getJwtToken())['device_key']).not.toBe(DeviceKey);
  });
});
