import type { AppClient } from './app-client';
import { PREFERRED, type SignInRequest } from './sign-in.schemas';

type Flow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH';

/** The input of InitiateAuth for one way to sign in. */
export interface FlowInput {
  readonly AuthFlow: Flow;
  readonly AuthParameters: Record<string, string>;
  readonly Session?: string;
}

/**
 * The parameters of InitiateAuth for a request. The service computes no SRP: with `srpA` the password stays with the
 * client.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export function toFlowInput(request: SignInRequest, client: AppClient): FlowInput {
  const { username, deviceKey } = request;
  const common = { USERNAME: username, ...client.hashParameter(username), DEVICE_KEY: deviceKey };
  switch (request.flow) {
    case 'srp':
      return input('USER_SRP_AUTH', { ...common, SRP_A: request.srpA });
    case 'custom': {
      const srp = request.srpA === undefined ? {} : { CHALLENGE_NAME: 'SRP_A', SRP_A: request.srpA };
      return input('CUSTOM_AUTH', { ...common, ...srp });
    }
    case 'choice': {
      const { session } = request;
      return {
        ...input('USER_AUTH', { ...common, ...choiceOf(request) }),
        ...(session && { Session: session }),
      };
    }
    default:
      return input('USER_PASSWORD_AUTH', { ...common, PASSWORD: request.password });
  }
}

type ChoiceRequest = Extract<SignInRequest, { flow: 'choice' }>;

function choiceOf({ prefer, password, srpA, acrValues, maxAge, accessToken }: ChoiceRequest) {
  return {
    PREFERRED_CHALLENGE: prefer && PREFERRED[prefer],
    PASSWORD: password,
    SRP_A: srpA,
    TARGET_ACR_VALUES: acrValues?.join(' '),
    MAX_AGE: maxAge?.toString(),
    ACCESS_TOKEN: accessToken,
  };
}

const input = (AuthFlow: Flow, parameters: Readonly<Record<string, string | undefined>>): FlowInput => ({
  AuthFlow,
  AuthParameters: Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
});
