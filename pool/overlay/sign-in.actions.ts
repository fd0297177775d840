import { CognitoError } from 'cognito-local/lib/errors';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { Actions, PoolState } from './pool.state';
import { renewByInitiateAuth } from './refresh.actions';
import { map, optionalText, refusal, text, texts, type JsonObject } from './request.reader';
import { requireSecretHash } from './secret-hash';
import type { Flow, SignInAttempt, Step } from './sign-in/attempt';
import { CHALLENGE_ANSWERS } from './sign-in/challenge.answers';
import { FLOWS } from './sign-in/flows';
import { issueTokens } from './sign-in/issue.tokens';
import { requireEnabled } from './sign-in/user.status';

const REFRESH_FLOWS: readonly (string | undefined)[] = ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'];
/** The names of two flows in AdminInitiateAuth. */
const ADMIN_FLOWS: Readonly<Record<string, Flow>> = {
  ADMIN_USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'USER_PASSWORD_AUTH',
};

/** InitiateAuth, RespondToAuthChallenge and their Admin variants. */
export function signInActions(state: PoolState): Actions {
  const initiate = async (request: JsonObject): Promise<unknown> => {
    const flow = optionalText(request, 'AuthFlow');
    return REFRESH_FLOWS.includes(flow)
      ? renewByInitiateAuth(state, request)
      : presented(state, await beginSignIn(state, request));
  };
  const respond = async (request: JsonObject): Promise<unknown> =>
    presented(state, await answerChallenge(state, request));
  return {
    InitiateAuth: initiate,
    AdminInitiateAuth: initiate,
    RespondToAuthChallenge: respond,
    AdminRespondToAuthChallenge: respond,
  };
}

/**
 * Runs the first step of a sign-in for a request of InitiateAuth.
 *
 * @throws CognitoError; see `FLOWS`
 */
export async function beginSignIn(state: PoolState, request: JsonObject): Promise<Step> {
  const client = await state.client(text(request, 'ClientId'));
  const named = text(request, 'AuthFlow');
  const flow = ADMIN_FLOWS[named] ?? named;
  const begin = Object.hasOwn(FLOWS, flow) ? FLOWS[flow as Flow] : undefined;
  if (!begin) {
    throw refusal('InvalidParameterException', `Value '${named}' at 'authFlow' is not a sign-in flow`);
  }
  if (!isAllowed(client, flow)) {
    throw refusal('InvalidParameterException', `${flow} flow not enabled for this client`);
  }
  const parameters = map(request, 'AuthParameters');
  const name = text(parameters, 'USERNAME');
  const user = await state.find(name);
  requireSecretHash(client, optionalText(parameters, 'SECRET_HASH'), [name]);
  if (!user && client.PreventUserExistenceErrors === 'LEGACY') {
    throw refusal('UserNotFoundException', 'User does not exist.');
  }
  const attempt: SignInAttempt = {
    username: user?.Username ?? name,
    client,
    flow: flow as Flow,
    passed: [],
    authTime: 0,
    source: 'Authentication',
    deviceKey: optionalText(parameters, 'DEVICE_KEY'),
    ip: optionalText(map(request, 'UserContextData'), 'IpAddress'),
    reportsAssurance: false,
  };
  const step = () => begin(state, { user, attempt, parameters, request });
  const isGuess = optionalText(parameters, 'PASSWORD') !== undefined;
  return isGuess && state.config.locksUsers ? state.attempts.make(attempt.username, step) : step();
}

/**
 * Runs the step after an answer for a request of RespondToAuthChallenge.
 *
 * @throws CognitoError; after a wrong code the session can be used for another attempt
 */
export async function answerChallenge(state: PoolState, request: JsonObject): Promise<Step> {
  const client = await state.client(text(request, 'ClientId'));
  const challenge = text(request, 'ChallengeName');
  const responses = map(request, 'ChallengeResponses');
  const name = text(responses, 'USERNAME');
  const user = await state.find(name);
  requireSecretHash(client, optionalText(responses, 'SECRET_HASH'), user ? [name, user.Username] : [name]);
  const handler = Object.hasOwn(CHALLENGE_ANSWERS, challenge) ? CHALLENGE_ANSWERS[challenge] : undefined;
  const key = optionalText(request, 'Session') ?? optionalText(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const open = key === undefined ? undefined : state.challenges.find(key);
  const { attempt } = open ?? {};
  const fits =
    open?.name === challenge &&
    attempt?.username === (user?.Username ?? name) &&
    attempt.client.ClientId === client.ClientId;
  if (!handler || !open || !fits || key === undefined) {
    throw refusal('NotAuthorizedException', 'Invalid session for the user.');
  }
  if (user) requireEnabled(user);
  if (handler.once) state.challenges.close(key);
  try {
    const answer = () => handler.answer(state, { user, open: continued(open, request), responses });
    const step = await (provesPassword(responses) && state.config.locksUsers
      ? state.attempts.make(open.attempt.username, answer)
      : answer());
    state.challenges.close(key);
    return step;
  } catch (error) {
    // The proof was right but the device is unknown, so the client answers again without the device.
    if (isUnknownDevice(error)) state.challenges.reopen(key, open);
    throw error;
  }
}

/** Whether an answer contains a password or the proof of one. */
function provesPassword(responses: JsonObject): boolean {
  return ['PASSWORD', 'PASSWORD_CLAIM_SIGNATURE'].some((name) => optionalText(responses, name) !== undefined);
}

function isUnknownDevice(error: unknown): boolean {
  return error instanceof CognitoError && error.code === 'ResourceNotFoundException';
}

/** The open challenge with what this request adds to the attempt. */
function continued<T extends { attempt: SignInAttempt }>(open: T, request: JsonObject): T {
  const clientMetadata = texts(request, 'ClientMetadata');
  const deviceKey = optionalText(map(request, 'ChallengeResponses'), 'DEVICE_KEY') ?? open.attempt.deviceKey;
  return { ...open, attempt: { ...open.attempt, clientMetadata, deviceKey } };
}

function isAllowed(client: AppClient, flow: string): boolean {
  return client.ExplicitAuthFlows?.includes(`ALLOW_${flow}`) ?? false;
}

async function presented(state: PoolState, step: Step): Promise<unknown> {
  if (step.kind === 'passed') {
    return { ChallengeParameters: {}, AuthenticationResult: await issueTokens(state, step) };
  }
  return {
    ChallengeName: step.name,
    ChallengeParameters: step.parameters,
    Session: step.session,
    AvailableChallenges: step.available,
  };
}
