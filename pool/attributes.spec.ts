import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { clientFor, failure, initiate, signIn } from './spec.support';

let pool: EmbeddedPool;
let cautious: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
  cautious = await startEmbeddedPool({ config: { verifyBeforeUpdate: ['email', 'phone_number'] } });
});
afterAll(async () => {
  await pool.close();
  await cautious.close();
});

const attribute = (Name: string, Value: string) => ({ Name, Value });
const update = (at: EmbeddedPool, AccessToken: string, Name: string, Value: string) =>
  clientFor(at).send(
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [attribute(Name, Value)] }),
  );
const verify = (at: EmbeddedPool, AccessToken: string, AttributeName: string, Code = '') =>
  clientFor(at).send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));
const attributesOf = async (at: EmbeddedPool, AccessToken: string): Promise<Record<string, string>> => {
  const { UserAttributes: list = [] } = await clientFor(at).send(new GetUserCommand({ AccessToken }));
  return Object.fromEntries(list.map(({ Name: name, Value: value }) => [name, value ?? '']));
};

describe('a new e-mail address', () => {
  it('is set at once as unverified, and verified by its code', async () => {
    const { AccessToken } = await signIn(pool, 'alice');
    const { CodeDeliveryDetailsList: sent } = await update(pool, AccessToken, 'email', 'new@example.org');
    expect(sent).toEqual([{ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' }]);
    expect(await attributesOf(pool, AccessToken)).toMatchObject({
      email: 'new@example.org',
      email_verified: 'false',
    });
    await expect(verify(pool, AccessToken, 'email', 'wrong')).rejects.toMatchObject(
      failure('CodeMismatchException'),
    );
    await verify(pool, AccessToken, 'email', pool.lastCode('alice'));
    expect(await attributesOf(pool, AccessToken)).toMatchObject({ email_verified: 'true' });
    await expect(verify(pool, AccessToken, 'email', pool.lastCode('alice'))).rejects.toMatchObject(
      failure('ExpiredCodeException'),
    );
  });

  it('changes nothing and sends no code if it equals the old one', async () => {
    const { AccessToken } = await signIn(pool, 'user01');
    const { CodeDeliveryDetailsList: sent } = await update(pool, AccessToken, 'email', 'user01@example.com');
    expect(sent).toEqual([]);
    expect(await attributesOf(pool, AccessToken)).toMatchObject({ email_verified: 'true' });
  });

  it('is set only by its code if the pool verifies before the update', async () => {
    const { AccessToken } = await signIn(cautious, 'bob');
    await update(cautious, AccessToken, 'email', 'later@example.org');
    expect(await attributesOf(cautious, AccessToken)).toMatchObject({
      email: 'bob@example.com',
      email_verified: 'true',
    });
    const password = cautious.passwords['bob'] ?? '';
    await expect(initiate(cautious, 'later@example.org', password)).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
    await verify(cautious, AccessToken, 'email', cautious.lastCode('bob'));
    expect(await attributesOf(cautious, AccessToken)).toMatchObject({
      email: 'later@example.org',
      email_verified: 'true',
    });
    await expect(initiate(cautious, 'later@example.org', password)).resolves.toHaveProperty(
      'AuthenticationResult',
    );
  });

  it('cannot be verified if another user has verified it first', async () => {
    const [one, other] = [await signIn(cautious, 'user01'), await signIn(cautious, 'user02')];
    await update(cautious, one.AccessToken, 'email', 'both@example.org');
    await update(cautious, other.AccessToken, 'email', 'both@example.org');
    await verify(cautious, other.AccessToken, 'email', cautious.lastCode('user02'));
    await expect(
      verify(cautious, one.AccessToken, 'email', cautious.lastCode('user01')),
    ).rejects.toMatchObject(failure('AliasExistsException'));
  });
});

describe('GetUserAttributeVerificationCode', () => {
  const ask = (at: EmbeddedPool, AccessToken: string, AttributeName: string) =>
    clientFor(at).send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));

  it('sends a code to the phone number, masked in the answer', async () => {
    const { AccessToken } = await signIn(pool, 'user03');
    await update(pool, AccessToken, 'phone_number', '+441632960199');
    const { CodeDeliveryDetails: details } = await ask(pool, AccessToken, 'phone_number');
    expect(details).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: '+********0199',
    });
    await verify(pool, AccessToken, 'phone_number', pool.lastCode('user03', 'SMS'));
    expect(await attributesOf(pool, AccessToken)).toMatchObject({ phone_number_verified: 'true' });
  });

  it('sends another code for a pending value', async () => {
    const { AccessToken } = await signIn(cautious, 'user03');
    await update(cautious, AccessToken, 'email', 'waiting@example.org');
    const first = cautious.lastCode('user03');
    const { CodeDeliveryDetails: details } = await ask(cautious, AccessToken, 'email');
    expect(details?.Destination).toBe('w***@e***');
    await expect(verify(cautious, AccessToken, 'email', `${first}`)).rejects.toMatchObject(
      failure('CodeMismatchException'),
    );
    await verify(cautious, AccessToken, 'email', cautious.lastCode('user03'));
    expect(await attributesOf(cautious, AccessToken)).toMatchObject({ email: 'waiting@example.org' });
  });

  it.each(['phone_number', 'name'])(
    'is refused for %s, which the user lacks or which cannot be verified',
    async (name) => {
      const { AccessToken } = await signIn(pool, 'user04');
      await expect(ask(pool, AccessToken, name)).rejects.toMatchObject(failure('InvalidParameterException'));
    },
  );
});

describe('AdminUpdateUserAttributes', () => {
  const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });
  const set = (username: string, ...UserAttributes: { Name: string; Value: string }[]) =>
    clientFor(pool).send(new AdminUpdateUserAttributesCommand({ ...target(username), UserAttributes }));
  const valueOf = async (username: string, name: string) => {
    const user = await clientFor(pool).send(new AdminGetUserCommand(target(username)));
    return user.UserAttributes?.find((one) => one.Name === name)?.Value;
  };

  it('sets email_verified alone', async () => {
    await set('user05', attribute('email_verified', 'false'));
    expect(await valueOf('user05', 'email_verified')).toBe('false');
    await set('user05', attribute('email_verified', 'true'));
    expect(await valueOf('user05', 'email_verified')).toBe('true');
  });

  it('sets a new address as verified without a code', async () => {
    await set('user06', attribute('email', 'set@example.org'), attribute('email_verified', 'true'));
    expect(await valueOf('user06', 'email_verified')).toBe('true');
    expect(pool.lastCode('user06')).toBeUndefined();
  });

  it('refuses to set a missing phone number as verified', async () => {
    await expect(set('user07', attribute('phone_number_verified', 'true'))).rejects.toMatchObject(
      failure('InvalidParameterException'),
    );
  });
});

describe('the format of addresses and numbers', () => {
  const malformed = [
    ['email', 'not an address', 'Invalid email address format.'],
    ['phone_number', '07911 123456', 'Invalid phone number format.'],
  ] as const;

  it.each(malformed)('of %s is checked for UpdateUserAttributes', async (name, value, message) => {
    const { AccessToken } = await signIn(pool, 'user08');
    await expect(update(pool, AccessToken, name, value)).rejects.toMatchObject(
      failure('InvalidParameterException', message),
    );
  });

  it.each(malformed)('of %s is checked for SignUp and AdminCreateUser', async (name, value, message) => {
    const UserAttributes = [attribute(name, value)];
    const signUp = {
      ClientId: pool.clients.public.id,
      Username: 'newcomer',
      Password: 'Chosen-Pass-1',
      UserAttributes,
    };
    const create = { UserPoolId: pool.userPoolId, Username: 'newcomer', UserAttributes };
    const refused = failure('InvalidParameterException', message);
    await expect(clientFor(pool).send(new SignUpCommand(signUp))).rejects.toMatchObject(refused);
    await expect(clientFor(pool).send(new AdminCreateUserCommand(create))).rejects.toMatchObject(refused);
  });
});
