import {
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { clientFor, failure, initiate } from './spec.support';

let pool: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
});
afterAll(() => pool.close());

const PHONE = '+441632960155';
const set = (Username: string, attributes: Record<string, string>) =>
  clientFor(pool).send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: pool.userPoolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
const forget = (Username: string) =>
  clientFor(pool).send(new ForgotPasswordCommand({ ClientId: pool.clients.public.id, Username }));

describe('the code of a forgotten password', () => {
  it('goes to the phone number if only that is verified', async () => {
    await set('user01', { email_verified: 'false', phone_number: PHONE, phone_number_verified: 'true' });
    const { CodeDeliveryDetails: details } = await forget('user01');
    expect(details).toMatchObject({ DeliveryMedium: 'SMS', Destination: '+********0155' });
    await clientFor(pool).send(
      new ConfirmForgotPasswordCommand({
        ClientId: pool.clients.public.id,
        Username: 'user01',
        ConfirmationCode: pool.lastCode('user01', 'SMS'),
        Password: 'Fresh-Pass-1',
      }),
    );
    await expect(initiate(pool, 'user01', 'Fresh-Pass-1')).resolves.toHaveProperty('AuthenticationResult');
  });

  it('is not sent if neither the address nor the number is verified', async () => {
    await set('user02', { email_verified: 'false' });
    await expect(forget('user02')).rejects.toMatchObject(failure('InvalidParameterException'));
    expect(pool.lastCode('user02')).toBeUndefined();
  });
});

describe('an invitation', () => {
  const invite = (MessageAction?: 'RESEND') =>
    clientFor(pool).send(
      new AdminCreateUserCommand({
        UserPoolId: pool.userPoolId,
        Username: 'newcomer',
        UserAttributes: [{ Name: 'phone_number', Value: PHONE }],
        MessageAction,
      }),
    );

  it('is sent by SMS to a user without an address, and again with a new password', async () => {
    await invite();
    const first = pool.lastCode('newcomer', 'SMS') ?? '';
    await invite('RESEND');
    const second = pool.lastCode('newcomer', 'SMS') ?? '';
    expect(second).not.toBe(first);
    await expect(initiate(pool, 'newcomer', first)).rejects.toMatchObject(failure('NotAuthorizedException'));
    await expect(initiate(pool, 'newcomer', second)).resolves.toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    });
  });
});
