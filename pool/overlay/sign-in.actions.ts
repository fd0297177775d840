import { attributesAppend, attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import { requireStrongPassword } from './password.policy';
import type { Actions, Next, PoolState } from './pool.state';
import { isObject, type JsonObject, map, optionalText, refusal, text } from './request.reader';
import { renewByInitiateAuth } from './refresh.actions';
import { requireSecretHash } from './secret-hash';

const PASSWORD_FLOW = 'USER_PASSWORD_AUTH';
const REFRESH_FLOWS: readonly (string | undefined)[] = ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'];
/** `userAttributes.name` in the answer to NEW_PASSWORD_REQUIRED. */
const ATTRIBUTE_PREFIX = 'userAttributes.';

/** InitiateAuth and RespondToAuthChallenge. */
export function signInActions(state: PoolState): Actions {
  return {
    InitiateAuth: async (request, next) => {
      const flow = optionalText(request, 'AuthFlow');
      if (REFRESH_FLOWS.includes(flow)) return renewByInitiateAuth(state, request);
      return flow === PASSWORD_FLOW ? signInWithPassword(state, request, next) : next(request);
    },
    RespondToAuthChallenge: (request, next) => answerChallenge(state, request, next),
  };
}

async function signInWithPassword(state: PoolState, request: JsonObject, next: Next): Promise<unknown> {
  const client = await state.client(text(request, 'ClientId'));
  const parameters = map(request, 'AuthParameters');
  const name = text(parameters, 'USERNAME');
  requireSecretHash(client, optionalText(parameters, 'SECRET_HASH'), [name]);

  const user = await state.find(name);
  requireSignIn(user, text(parameters, 'PASSWORD'));
  if (user.UserStatus === 'FORCE_CHANGE_PASSWORD') {
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: newPasswordParameters(user),
      Session: state.challenges.issue('NEW_PASSWORD_REQUIRED', user.Username, client.ClientId),
    };
  }
  // From here on cognito-local: a second factor where the user has one, else tokens.
  const answer = await next({ ...request, AuthParameters: { ...parameters, USERNAME: user.Username } });
  return withOurSession(state, answer, user, client.ClientId);
}

/** In Cognito's order: reset, password, disabled, unconfirmed. @throws what refuses the sign-in */
function requireSignIn(user: User | undefined, password: string): asserts user is User {
  if (user?.UserStatus === 'RESET_REQUIRED' && user.Enabled) {
    throw refusal('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (!user || user.Password !== password) {
    throw refusal('NotAuthorizedException', 'Incorrect username or password.');
  }
  requireEnabled(user);
  if (user.UserStatus === 'UNCONFIRMED') {
    throw refusal('UserNotConfirmedException', 'User is not confirmed.');
  }
}

function requireEnabled(user: User): void {
  if (!user.Enabled) throw refusal('NotAuthorizedException', 'User is disabled.');
}

async function answerChallenge(state: PoolState, request: JsonObject, next: Next): Promise<unknown> {
  const client = await state.client(text(request, 'ClientId'));
  const challenge = text(request, 'ChallengeName');
  const responses = map(request, 'ChallengeResponses');
  const name = text(responses, 'USERNAME');
  const session = text(request, 'Session');
  const user = await state.find(name);
  requireSecretHash(client, optionalText(responses, 'SECRET_HASH'), user ? [name, user.Username] : [name]);
  if (!user || !state.challenges.matches(session, challenge, user.Username, client.ClientId)) {
    throw refusal('NotAuthorizedException', 'Invalid session for the user.');
  }
  requireEnabled(user);
  if (challenge === 'NEW_PASSWORD_REQUIRED') await prepareNewPassword(state, user, responses);
  // A wrong code leaves the session open for another try.
  const answer = await next({ ...request, ChallengeResponses: { ...responses, USERNAME: user.Username } });
  state.challenges.close(session);
  return withOurSession(state, answer, user, client.ClientId);
}

async function prepareNewPassword(state: PoolState, user: User, responses: JsonObject): Promise<void> {
  requireStrongPassword(text(responses, 'NEW_PASSWORD'));
  const chosen = Object.entries(responses).flatMap(([key, value]) =>
    key.startsWith(ATTRIBUTE_PREFIX) && typeof value === 'string'
      ? [{ Name: key.slice(ATTRIBUTE_PREFIX.length), Value: value }]
      : [],
  );
  await state.pool.saveUser(CONTEXT, { ...user, Attributes: attributesAppend(user.Attributes, ...chosen) });
}

/** cognito-local takes any `Session`; ours is bound to the user, the client and the challenge. */
function withOurSession(state: PoolState, answer: unknown, user: User, clientId: string): unknown {
  const challenge = isObject(answer) ? optionalText(answer, 'ChallengeName') : undefined;
  if (!isObject(answer) || challenge === undefined) return answer;
  return { ...answer, Session: state.challenges.issue(challenge, user.Username, clientId) };
}

function newPasswordParameters(user: User): Record<string, string> {
  const { sub: _, ...rest } = attributesToRecord(user.Attributes);
  return {
    USER_ID_FOR_SRP: user.Username,
    requiredAttributes: '[]',
    userAttributes: JSON.stringify(rest),
  };
}
