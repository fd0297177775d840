import { attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import { isObject, optionalText, refusal, text, texts, type JsonObject } from '../request.reader';
import type { AnyAnswerHandler } from './answer';
import { proved, type SignInAttempt, type Step } from './attempt';
import type { CustomAuth, CustomEvent, CustomResult } from './custom.triggers';
import type { FlowHandler } from './flow.request';
import { verifierChallenge } from './password.verifier';
import { requireReady } from './user.status';

/** CUSTOM_AUTH: the pool's three functions decide. With CHALLENGE_NAME `SRP_A`, the password comes first. */
export const customFlow: FlowHandler = async (state, { user, attempt, parameters }) => {
  requireCustomAuth(state);
  if (user) requireReady(user);
  const srpA = optionalText(parameters, 'SRP_A');
  if (optionalText(parameters, 'CHALLENGE_NAME') !== 'SRP_A') return decide(state, user, attempt, srpA);
  text(parameters, 'SRP_A');
  return continueCustom(state, user, attempt, { challengeName: 'SRP_A', challengeResult: true }, srpA);
};

/** The next step after the result of a challenge. */
export function continueCustom(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  result: CustomResult,
  srpA?: string,
): Promise<Step> {
  const customResults = [...(attempt.customResults ?? []), result];
  return decide(state, user, { ...attempt, customResults }, srpA);
}

/** Does not refuse a wrong answer, because the define function decides what follows. */
export const answerCustom: AnyAnswerHandler = async (state, { user, open, responses }) => {
  const { attempt, detail } = open;
  const response = await invoke(
    requireCustomAuth(state).verify,
    'VerifyAuthChallengeResponse',
    state,
    user,
    attempt,
    {
      privateChallengeParameters: detail.custom?.privateParameters ?? {},
      challengeAnswer: text(responses, 'ANSWER'),
    },
  );
  const right = response['answerCorrect'] === true && user !== undefined;
  return continueCustom(state, user, right ? proved(attempt, 'custom') : attempt, {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: right,
    ...(detail.custom?.metadata !== undefined && { challengeMetadata: detail.custom.metadata }),
  });
};

async function decide(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  srpA: string | undefined,
): Promise<Step> {
  const session = attempt.customResults ?? [];
  const response = await invoke(
    requireCustomAuth(state).define,
    'DefineAuthChallenge',
    state,
    user,
    attempt,
    { session },
  );
  if (response['issueTokens'] === true && user) return { kind: 'passed', user, attempt };
  const name = response['challengeName'];
  if (response['failAuthentication'] === true || response['issueTokens'] === true) {
    throw refusal('NotAuthorizedException', 'Incorrect username or password.');
  }
  if (name === 'PASSWORD_VERIFIER' && srpA !== undefined) {
    return verifierChallenge(state, user, attempt, srpA, true);
  }
  if (name === 'CUSTOM_CHALLENGE') return create(state, user, attempt);
  throw refusal('InvalidLambdaResponseException', 'DefineAuthChallenge names no challenge that can follow.');
}

async function create(state: PoolState, user: User | undefined, attempt: SignInAttempt): Promise<Step> {
  const response = await invoke(
    requireCustomAuth(state).create,
    'CreateAuthChallenge',
    state,
    user,
    attempt,
    {
      challengeName: 'CUSTOM_CHALLENGE',
      session: attempt.customResults ?? [],
    },
  );
  const metadata = optionalText(response, 'challengeMetadata');
  const custom = {
    privateParameters: texts(response, 'privateChallengeParameters') ?? {},
    ...(metadata !== undefined && { metadata }),
  };
  return {
    kind: 'challenge',
    name: 'CUSTOM_CHALLENGE',
    parameters: { ...texts(response, 'publicChallengeParameters'), USERNAME: attempt.username },
    session: state.challenges.issue('CUSTOM_CHALLENGE', attempt, { custom }),
  };
}

async function invoke(
  trigger: CustomAuth[keyof CustomAuth],
  name: string,
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  request: JsonObject,
): Promise<JsonObject> {
  const event: CustomEvent = {
    version: '1',
    triggerSource: `${name}_Authentication`,
    region: state.pool.options.Id.split('_')[0] ?? '',
    userPoolId: state.pool.options.Id,
    userName: attempt.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: attempt.client.ClientId },
    request: {
      userAttributes: user ? attributesToRecord(user.Attributes) : {},
      ...request,
      ...(attempt.clientMetadata && { clientMetadata: attempt.clientMetadata }),
      userNotFound: user === undefined,
    },
    response: {},
  };
  const answer = await trigger(event).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal('UserLambdaValidationException', `${name} failed with error ${message}.`);
  });
  if (isObject(answer) && isObject(answer['response'])) return answer['response'];
  throw refusal('InvalidLambdaResponseException', 'Unrecognizable lambda output');
}

function requireCustomAuth(state: PoolState): CustomAuth {
  if (state.customAuth) return state.customAuth;
  throw refusal(
    'InvalidParameterException',
    'Custom auth lambda trigger is not configured for the user pool.',
  );
}
