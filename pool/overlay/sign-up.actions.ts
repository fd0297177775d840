import { randomUUID } from 'node:crypto';
import { attributesAppend, attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { requireFreeAlias, requireKnownAttributes, requireWritable } from './attribute.rules';
import { sendCode, simulatedDelivery } from './code.delivery';
import { requireStrongPassword } from './password.policy';
import type { Actions, PoolState } from './pool.state';
import { attributes, type JsonObject, optionalText, refusal, text } from './request.reader';
import { requireSecretHash } from './secret-hash';

/** SignUp, ConfirmSignUp, ResendConfirmationCode. */
export function signUpActions(state: PoolState): Actions {
  return {
    SignUp: (request) => signUp(state, request),
    ConfirmSignUp: (request) => confirm(state, request),
    ResendConfirmationCode: (request) => resend(state, request),
  };
}

/** The client id and username of a request, once SECRET_HASH has been checked. */
export async function requireClientAndName(
  state: PoolState,
  request: JsonObject,
): Promise<{ clientId: string; username: string }> {
  const client = await state.client(text(request, 'ClientId'));
  const username = text(request, 'Username');
  requireSecretHash(client, optionalText(request, 'SecretHash'), [username]);
  return { clientId: client.ClientId, username };
}

async function signUp(state: PoolState, request: JsonObject): Promise<unknown> {
  const { clientId, username } = await requireClientAndName(state, request);
  const password = text(request, 'Password');
  const wanted = attributes(request);
  requireStrongPassword(password);
  requireKnownAttributes(state, wanted);
  requireWritable(await state.client(clientId), wanted);
  if (await state.find(username)) throw refusal('UsernameExistsException', 'User already exists');

  const sub = randomUUID();
  const user = newUser(state, username, password, attributesAppend(wanted, { Name: 'sub', Value: sub }));
  const delivery = await sendCode(state, user, 'SignUp');
  return { UserConfirmed: false, UserSub: sub, CodeDeliveryDetails: delivery };
}

function newUser(state: PoolState, username: string, password: string, list: User['Attributes']): User {
  const now = state.services.clock.get();
  return {
    Username: username,
    Password: password,
    Attributes: list,
    Enabled: true,
    UserStatus: 'UNCONFIRMED',
    UserCreateDate: now,
    UserLastModifiedDate: now,
    RefreshTokens: [],
  };
}

async function confirm(state: PoolState, request: JsonObject): Promise<unknown> {
  const { username } = await requireClientAndName(state, request);
  const code = text(request, 'ConfirmationCode');
  const user = await state.find(username);
  if (user && user.UserStatus !== 'UNCONFIRMED') {
    throw refusal('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.UserStatus}`);
  }
  // With PreventUserExistenceErrors a stranger looks like someone whose code has expired.
  if (!user?.ConfirmationCode) {
    throw refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  if (user.ConfirmationCode !== code) {
    throw refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  const email = attributeValue('email', user.Attributes);
  await requireFreeAlias(state, email, user);
  // The code came by e-mail, so that the address is proved.
  const proved = email === undefined ? [] : [{ Name: 'email_verified', Value: 'true' }];
  await state.pool.saveUser(CONTEXT, {
    ...user,
    Attributes: attributesAppend(user.Attributes, ...proved),
    UserStatus: 'CONFIRMED',
    ConfirmationCode: undefined,
    UserLastModifiedDate: state.services.clock.get(),
  });
  return {};
}

async function resend(state: PoolState, request: JsonObject): Promise<unknown> {
  const { username } = await requireClientAndName(state, request);
  const user = await state.find(username);
  if (!user) return { CodeDeliveryDetails: simulatedDelivery(username) };
  if (user.UserStatus !== 'UNCONFIRMED') {
    throw refusal('InvalidParameterException', 'User is already confirmed.');
  }
  return { CodeDeliveryDetails: await sendCode(state, user, 'ResendCode') };
}
