import {
  AdminSetUserPasswordCommand,
  ConfirmDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  createDeviceVerifier,
  createSrpSession,
  signSrpSessionWithDevice,
  wrapAuthChallenge,
} from 'cognito-srp-helper';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import type { ApplyAnswer, TokenEvent, TokenHandler } from './overlay/token.trigger';
import { subOf } from './seed';
import { claimsOf, clientFor, failure, initiate, respond, signIn } from './spec.support';

/** Puts the response's `claim` into both tokens. A module of `trigger/` applies responses as Cognito does. */
const applyTrigger: ApplyAnswer = (_event, answer, { access, id }) => {
  const { response } = answer as { response: { claim: string } };
  return { access: { ...access, claim: response.claim }, id: { ...id, claim: response.claim } };
};

let pool: EmbeddedPool;
const events: TokenEvent[] = [];
const start = async (trigger: TokenHandler): Promise<void> => {
  events.length = 0;
  pool = await startEmbeddedPool({ trigger, applyTrigger });
};
const recording: TokenHandler = async (event) => {
  events.push(event);
  return { ...event, response: { claim: event.triggerSource } };
};
afterEach(() => pool.close());

describe('the token trigger', () => {
  it('receives an event of version 3 at sign-in', async () => {
    await start(recording);
    await signIn(pool, 'bob');
    expect(events).toEqual([
      {
        version: '3',
        triggerSource: 'TokenGeneration_Authentication',
        region: 'us-east-1',
        userPoolId: pool.userPoolId,
        userName: 'bob',
        callerContext: { awsSdkVersion: expect.any(String), clientId: pool.clients.public.id },
        request: {
          userAttributes: {
            sub: subOf('bob'),
            email: 'bob@example.com',
            email_verified: 'true',
            name: 'Bob Baker',
            given_name: 'Bob',
            family_name: 'Baker',
            'cognito:user_status': 'CONFIRMED',
          },
          groupConfiguration: { groupsToOverride: ['support'], iamRolesToOverride: [], preferredRole: null },
          scopes: ['aws.cognito.signin.user.admin'],
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  it('changes both tokens at sign-in and again at refresh', async () => {
    await start(recording);
    const { AccessToken, IdToken, RefreshToken } = await signIn(pool, 'bob');
    expect([claimsOf(AccessToken)['claim'], claimsOf(IdToken)['claim']]).toEqual(
      Array(2).fill('TokenGeneration_Authentication'),
    );
    const { AuthenticationResult: renewed } = await clientFor(pool).send(
      new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: pool.clients.public.id }),
    );
    expect(claimsOf(renewed?.AccessToken)['claim']).toBe('TokenGeneration_RefreshTokens');
  });

  it('runs after a new password with the metadata of the answer to the challenge', async () => {
    await start(recording);
    const target = { UserPoolId: pool.userPoolId, Username: 'alice' };
    await clientFor(pool).send(new AdminSetUserPasswordCommand({ ...target, Password: 'Temporary-1' }));
    const { Session, ChallengeName } = await initiate(pool, 'alice', 'Temporary-1');
    await clientFor(pool).send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.clients.public.id,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'alice', NEW_PASSWORD: 'Chosen-Pass-1' },
        ClientMetadata: { tenant: 'acme' },
      }),
    );
    expect(events).toMatchObject([
      {
        triggerSource: 'TokenGeneration_NewPasswordChallenge',
        request: { clientMetadata: { tenant: 'acme' } },
      },
    ]);
  });

  it('receives only scopes and metadata for a machine, and changes its token', async () => {
    await start(recording);
    const { id, secret } = pool.clients.machine;
    const answer = await fetch(`${pool.endpoint}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'lifeguard/users.read',
        aws_client_metadata: JSON.stringify({ job: 'nightly' }),
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(events).toMatchObject([{ triggerSource: 'TokenGeneration_ClientCredentials' }]);
    expect(events[0]?.request).toEqual({
      scopes: ['lifeguard/users.read'],
      clientMetadata: { job: 'nightly' },
    });
    expect(claimsOf(token)).toMatchObject({ sub: id, claim: 'TokenGeneration_ClientCredentials' });
  });

  it('runs after a device has authenticated', async () => {
    await start(recording);
    const tracking = await startEmbeddedPool({
      trigger: recording,
      applyTrigger,
      config: { devices: 'ALWAYS' },
    });
    const { AuthenticationResult: tokens } = await initiate(tracking, 'bob', tracking.passwords['bob'] ?? '');
    const { DeviceKey = '', DeviceGroupKey = '' } = tokens?.NewDeviceMetadata ?? {};
    const { DeviceRandomPassword, DeviceSecretVerifierConfig } = createDeviceVerifier(
      DeviceKey,
      DeviceGroupKey,
    );
    await clientFor(tracking).send(
      new ConfirmDeviceCommand({ AccessToken: tokens?.AccessToken, DeviceKey, DeviceSecretVerifierConfig }),
    );
    const named = { USERNAME: 'bob', DEVICE_KEY: DeviceKey };
    const first = await clientFor(tracking).send(
      new InitiateAuthCommand({
        ClientId: tracking.clients.public.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { ...named, PASSWORD: tracking.passwords['bob'] ?? '' },
      }),
    );
    const srp = createSrpSession('bob', '', tracking.userPoolId, false);
    const second = await respond(tracking, 'DEVICE_SRP_AUTH', first.Session, { ...named, SRP_A: srp.largeA });
    const signed = signSrpSessionWithDevice(srp, second, DeviceGroupKey, DeviceRandomPassword);
    const { ChallengeResponses: proof } = wrapAuthChallenge(signed, {
      ClientId: '',
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      ChallengeResponses: named,
    });
    await respond(tracking, 'DEVICE_PASSWORD_VERIFIER', second.Session, proof);
    await tracking.close();
    expect(events.at(-1)?.triggerSource).toBe('TokenGeneration_AuthenticateDevice');
  });

  it('fails the sign-in with its own message if it throws', async () => {
    await start(() => Promise.reject(new Error('No tenant')));
    await expect(signIn(pool, 'alice')).rejects.toMatchObject(
      failure('UserLambdaValidationException', 'PreTokenGeneration failed with error No tenant.'),
    );
  });

  it('does not change the session if it throws at refresh', async () => {
    const trigger = jest.fn(recording);
    await start(trigger);
    const { AccessToken, RefreshToken } = await signIn(pool, 'alice');
    trigger.mockRejectedValueOnce(new Error('Not now'));
    const renew = () =>
      clientFor(pool).send(
        new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId: pool.clients.public.id }),
      );
    await expect(renew()).rejects.toMatchObject(failure('UserLambdaValidationException'));
    await expect(clientFor(pool).send(new GetUserCommand({ AccessToken }))).resolves.toHaveProperty(
      'Username',
    );
    await expect(renew()).resolves.toHaveProperty('AuthenticationResult');
  });

  it.each([undefined, null, 'text', {}, { response: null }])(
    'is refused if it returns %j',
    async (answer) => {
      await start(async () => answer);
      await expect(signIn(pool, 'alice')).rejects.toMatchObject(failure('InvalidLambdaResponseException'));
    },
  );

  it('fails the sign-in after five seconds without a response', async () => {
    await start(() => new Promise(() => undefined));
    const began = Date.now();
    await expect(signIn(pool, 'alice')).rejects.toMatchObject(failure('UnexpectedLambdaException'));
    expect(Date.now() - began).toBeGreaterThanOrEqual(4900);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('has its response applied to the claims as Cognito does by default', async () => {
    await start(recording);
    const claimsToAddOrOverride = { tier: 'gold', sub: 'somebody-else' };
    const adding: TokenHandler = async (event) => ({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride, scopesToAdd: ['orders/read'] },
        },
      },
    });
    const other = await startEmbeddedPool({ trigger: adding });
    const { AccessToken, IdToken } = await signIn(other, 'alice');
    await other.close();
    expect(claimsOf(AccessToken)).toMatchObject({
      tier: 'gold',
      sub: subOf('alice'),
      scope: 'aws.cognito.signin.user.admin orders/read',
    });
    expect(claimsOf(IdToken)).not.toHaveProperty('tier');
  });
});
