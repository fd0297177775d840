import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPool, type EmbeddedPool, type PoolMessage } from './embedded-pool';
import { DEFAULT_SEED, subOf } from './seed';
import { clientFor, failure, initiate, signIn } from './spec.support';

let pool: EmbeddedPool;
const messages: PoolMessage[] = [];
beforeAll(async () => {
  pool = await startEmbeddedPool({ onMessage: (message) => messages.push(message) });
});
afterAll(() => pool.close());

const PASSWORD = 'Signed-Up-1';
const target = (Username: string) => ({ UserPoolId: pool.userPoolId, Username });
const publicly = (Username: string) => ({ ClientId: pool.clients.public.id, Username });
const signUp = (username: string, Password = PASSWORD, more: { Name: string; Value: string }[] = []) =>
  clientFor(pool).send(
    new SignUpCommand({
      ...publicly(username),
      Password,
      UserAttributes: [{ Name: 'email', Value: `${username}@example.com` }, ...more],
    }),
  );

const confirm = (username: string, ConfirmationCode = '000') =>
  clientFor(pool).send(
    new ConfirmForgotPasswordCommand({ ...publicly(username), ConfirmationCode, Password: 'Fresh-Pass-1' }),
  );

const update = (AccessToken: string, Name: string, Value: string) =>
  clientFor(pool).send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));

describe('sign-up', () => {
  it('creates a user who can sign in once confirmed', async () => {
    await signUp('carol');
    const ConfirmationCode = pool.lastCode('carol');
    await clientFor(pool).send(new ConfirmSignUpCommand({ ...publicly('carol'), ConfirmationCode }));
    await expect(initiate(pool, 'carol', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('refuses the sign-in before the code is confirmed', async () => {
    await signUp('dave');
    await expect(initiate(pool, 'dave', PASSWORD)).rejects.toMatchObject(
      failure('UserNotConfirmedException'),
    );
  });

  it('can be confirmed by an administrator', async () => {
    await signUp('erin');
    await clientFor(pool).send(new AdminConfirmSignUpCommand(target('erin')));
    await expect(initiate(pool, 'erin', PASSWORD)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('refuses a wrong code', async () => {
    await signUp('frank');
    const command = new ConfirmSignUpCommand({ ...publicly('frank'), ConfirmationCode: 'wrong' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('CodeMismatchException'));
  });

  it('sends another code on request', async () => {
    await signUp('grace');
    await clientFor(pool).send(new ResendConfirmationCodeCommand(publicly('grace')));
    const sent = messages.filter((message) => message.username === 'grace');
    expect(sent.map((message) => message.source)).toEqual(['SignUp', 'ResendCode']);
  });

  it('pretends to send a code to an unknown user', async () => {
    const answer = await clientFor(pool).send(new ResendConfirmationCodeCommand(publicly('nobody')));
    expect(answer.CodeDeliveryDetails?.Destination).toMatch(/^\w\*\*\*@\w\*\*\*$/);
  });

  it('refuses a taken username', async () => {
    await expect(signUp('alice')).rejects.toMatchObject(failure('UsernameExistsException'));
  });

  it('refuses email_verified from the client', async () => {
    const verified = { Name: 'email_verified', Value: 'true' };
    await expect(signUp('heidi', PASSWORD, [verified])).rejects.toMatchObject(
      failure('NotAuthorizedException'),
    );
  });

  it('refuses SECRET_HASH from the public client', async () => {
    const command = new SignUpCommand({ ...publicly('ivan'), Password: PASSWORD, SecretHash: 'AAAA' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('NotAuthorizedException'));
  });
});

describe('the password policy', () => {
  const weak = [
    ['Sh-1', 'Password did not conform with policy: Password not long enough'],
    ['No-Digits-Here', 'Password did not conform with policy: Password must have numeric characters'],
    ['NO-LOWER-1', 'Password did not conform with policy: Password must have lowercase characters'],
    ['no-upper-1', 'Password did not conform with policy: Password must have uppercase characters'],
    ['NoSymbol1', 'Password did not conform with policy: Password must have symbol characters'],
  ] as const;

  it.each(weak)('refuses %s at sign-up', async (password, message) => {
    await expect(signUp('weak', password)).rejects.toMatchObject(
      failure('InvalidPasswordException', message),
    );
  });

  it('applies to AdminSetUserPassword', async () => {
    const command = new AdminSetUserPasswordCommand({ ...target('bob'), Password: 'weak' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('InvalidPasswordException'));
  });

  it('applies to a temporary password', async () => {
    const command = new AdminCreateUserCommand({ ...target('judy'), TemporaryPassword: 'weak' });
    await expect(clientFor(pool).send(command)).rejects.toMatchObject(failure('InvalidPasswordException'));
  });

  it('applies to ConfirmForgotPassword', async () => {
    const request = { ...publicly('bob'), ConfirmationCode: '1', Password: 'weak' };
    await expect(clientFor(pool).send(new ConfirmForgotPasswordCommand(request))).rejects.toMatchObject(
      failure('InvalidPasswordException'),
    );
  });

  it('applies to ChangePassword', async () => {
    const { AccessToken } = await signIn(pool, 'bob');
    const request = { AccessToken, PreviousPassword: pool.passwords['bob'], ProposedPassword: 'weak' };
    await expect(clientFor(pool).send(new ChangePasswordCommand(request))).rejects.toMatchObject(
      failure('InvalidPasswordException'),
    );
  });
});

describe('a forgotten password', () => {
  it('is replaced with the code', async () => {
    await clientFor(pool).send(new ForgotPasswordCommand(publicly('user05')));
    await confirm('user05', pool.lastCode('user05'));
    await expect(initiate(pool, 'user05', 'Fresh-Pass-1')).resolves.toHaveProperty('AuthenticationResult');
  });

  it('is not replaced with a wrong code', async () => {
    await clientFor(pool).send(new ForgotPasswordCommand(publicly('user06')));
    await expect(confirm('user06')).rejects.toMatchObject(failure('CodeMismatchException'));
  });

  it('is replaced only once with a code', async () => {
    await clientFor(pool).send(new ForgotPasswordCommand(publicly('user07')));
    await confirm('user07', pool.lastCode('user07'));
    await expect(confirm('user07', pool.lastCode('user07'))).rejects.toMatchObject(
      failure('ExpiredCodeException'),
    );
  });

  it('gives an unknown user the same error as a wrong code', async () => {
    await expect(confirm('nobody')).rejects.toMatchObject(failure('CodeMismatchException'));
  });
});

describe("the user's own account", () => {
  it('gets a new password', async () => {
    const { AccessToken } = await signIn(pool, 'user15');
    const request = {
      AccessToken,
      PreviousPassword: pool.passwords['user15'],
      ProposedPassword: 'Fresh-Pass-1',
    };
    await clientFor(pool).send(new ChangePasswordCommand(request));
    await expect(initiate(pool, 'user15', 'Fresh-Pass-1')).resolves.toHaveProperty('AuthenticationResult');
  });

  it('keeps its password if the given previous one is wrong', async () => {
    const { AccessToken } = await signIn(pool, 'user16');
    const request = { AccessToken, PreviousPassword: 'Wrong-Pass-1', ProposedPassword: 'Fresh-Pass-1' };
    await expect(clientFor(pool).send(new ChangePasswordCommand(request))).rejects.toMatchObject(
      failure('NotAuthorizedException', 'Incorrect username or password.'),
    );
  });

  it('gets new attributes', async () => {
    const { AccessToken } = await signIn(pool, 'user17');
    await update(AccessToken, 'custom:department', 'Pool side');
    const { UserAttributes: list } = await clientFor(pool).send(new GetUserCommand({ AccessToken }));
    expect(list).toContainEqual({ Name: 'custom:department', Value: 'Pool side' });
  });

  it('loses deleted attributes', async () => {
    const { AccessToken } = await signIn(pool, 'user18');
    await clientFor(pool).send(
      new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames: ['given_name'] }),
    );
    const { UserAttributes: list } = await clientFor(pool).send(new GetUserCommand({ AccessToken }));
    expect(list?.map((attribute) => attribute.Name)).not.toContain('given_name');
  });

  it.each([
    ['email_verified', 'true', 'NotAuthorizedException'],
    ['custom:unknown', 'x', 'InvalidParameterException'],
    ['sub', 'x', 'InvalidParameterException'],
    ['email', 'ALICE@example.com', 'AliasExistsException'],
  ])('cannot set %s to %s', async (name, value, error) => {
    const { AccessToken } = await signIn(pool, 'user19');
    await expect(update(AccessToken, name, value)).rejects.toMatchObject(failure(error));
  });

  it('can be deleted', async () => {
    const { AccessToken } = await signIn(pool, 'user20');
    await clientFor(pool).send(new DeleteUserCommand({ AccessToken }));
    await expect(clientFor(pool).send(new AdminGetUserCommand(target('user20')))).rejects.toMatchObject(
      failure('UserNotFoundException'),
    );
  });

  it("is not mistaken for that of a user whose name is the caller's sub", async () => {
    const decoy = {
      username: subOf('alice'),
      password: 'Decoy-Pass-1',
      groups: [],
      attributes: { sub: 'other' },
    };
    const seed = { ...DEFAULT_SEED, users: [decoy, ...DEFAULT_SEED.users] };
    const trapped = await startEmbeddedPool({ seed });
    const { AccessToken } = await signIn(trapped, 'alice');
    const user = await clientFor(trapped).send(new GetUserCommand({ AccessToken }));
    await trapped.close();
    expect(user.Username).toBe('alice');
  });
});
