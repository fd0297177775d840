import { randomUUID } from 'node:crypto';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { attributesAppend, attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import {
  requireFreeAlias,
  requireKnownAttributes,
  requireWellFormed,
  requireWritable,
} from './attribute.rules';
import { contactOf, sendCode, simulatedDelivery } from './code.delivery';
import { requireStrongPassword } from './password.policy';
import type { Actions, PoolState } from './pool.state';
import { attributes, optionalText, refusal, text, type JsonObject } from './request.reader';
import { requireSecretHash } from './secret-hash';
import { signUpSession, takeSignUp } from './sign-in/sign-up.session';

/** SignUp, ConfirmSignUp, ResendConfirmationCode. */
export function signUpActions(state: PoolState): Actions {
  return {
    SignUp: (request) => signUp(state, request),
    ConfirmSignUp: (request) => confirm(state, request),
    ResendConfirmationCode: (request) => resend(state, request),
  };
}

/** The app client and username of a request, after checking SECRET_HASH. */
export async function requireClientAndName(
  state: PoolState,
  request: JsonObject,
): Promise<{ client: AppClient; username: string }> {
  const client = await state.client(text(request, 'ClientId'));
  const username = text(request, 'Username');
  requireSecretHash(client, optionalText(request, 'SecretHash'), [username]);
  return { client, username };
}

async function signUp(state: PoolState, request: JsonObject): Promise<unknown> {
  const { client, username } = await requireClientAndName(state, request);
  const password = chosenPassword(state, request);
  const wanted = attributes(request);
  requireKnownAttributes(state, wanted);
  requireWellFormed(wanted);
  requireWritable(client, wanted);
  if (await state.find(username)) throw refusal('UsernameExistsException', 'User already exists');

  const sub = randomUUID();
  const user = newUser(state, username, password, attributesAppend(wanted, { Name: 'sub', Value: sub }));
  const delivery = await sendCode(state, user, 'SignUp');
  const session = signUpSession(state, 'SIGN_UP', client, username);
  return { UserConfirmed: false, UserSub: sub, CodeDeliveryDetails: delivery, Session: session };
}

/** In a pool with passwordless sign-in the password is optional; an empty one cannot be used to sign in. */
function chosenPassword(state: PoolState, request: JsonObject): string {
  const { firstFactors } = state.config;
  const passwordless = firstFactors.includes('EMAIL_OTP') || firstFactors.includes('SMS_OTP');
  if (passwordless && request['Password'] === undefined) return '';
  const password = text(request, 'Password');
  requireStrongPassword(password);
  return password;
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
  const { client, username } = await requireClientAndName(state, request);
  const session = optionalText(request, 'Session');
  const code = text(request, 'ConfirmationCode');
  const user = await state.find(username);
  if (user && user.UserStatus !== 'UNCONFIRMED') {
    throw refusal('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.UserStatus}`);
  }
  // With PreventUserExistenceErrors, an unknown user looks like one whose code has expired.
  if (!user?.ConfirmationCode) {
    throw refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  if (user.ConfirmationCode !== code) {
    throw refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  if (session !== undefined) takeSignUp(state, session, client.ClientId, user.Username);
  await requireFreeAlias(state, attributeValue('email', user.Attributes), user);
  // The code verifies the address or number that it was sent to.
  const to = contactOf(user, 'email') ?? contactOf(user, 'phone_number');
  const proved = to === undefined ? [] : [{ Name: `${to.attribute}_verified`, Value: 'true' }];
  await state.pool.saveUser(CONTEXT, {
    ...user,
    Attributes: attributesAppend(user.Attributes, ...proved),
    UserStatus: 'CONFIRMED',
    ConfirmationCode: undefined,
    UserLastModifiedDate: state.services.clock.get(),
  });
  if (session === undefined) return {};
  return { Session: signUpSession(state, 'SIGN_UP_CONFIRMED', client, user.Username) };
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
