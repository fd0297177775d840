import type { AppClient } from 'cognito-local/lib/services/appClient';
import { CognitoError } from 'cognito-local/lib/errors';
import type { PoolState } from '../overlay/pool.state';
import { secretHash } from '../overlay/secret-hash';
import { answerChallenge, beginSignIn } from '../overlay/sign-in.actions';
import type { Passed, Step } from '../overlay/sign-in/attempt';

/** What has to be answered first. */
export interface OpenChallenge {
  readonly kind: 'challenge';
  readonly name: string;
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The answer before was wrong. */
  readonly error?: string;
}

/** Where a sign-in at the hosted pages has got to. */
export type HostedStep = Passed | OpenChallenge | { readonly kind: 'failed'; readonly message: string };

/** The first step, as InitiateAuth takes it. */
export async function signIn(
  pool: PoolState,
  client: AppClient,
  username: string,
  password: string,
): Promise<HostedStep> {
  const request = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.ClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password, ...hashOf(client, username) },
  };
  return beginSignIn(pool, request).then((step) => hosted(step, username), failed);
}

/** The step after an answer, as RespondToAuthChallenge takes it; a wrong code may be tried again. */
export async function respond(
  pool: PoolState,
  client: AppClient,
  form: URLSearchParams,
  responses: Readonly<Record<string, string>>,
): Promise<HostedStep> {
  const field = (name: string): string => form.get(name) ?? '';
  const [name, session, username] = [field('challenge'), field('session'), field('username')];
  const request = {
    ChallengeName: name,
    ClientId: client.ClientId,
    Session: session,
    ChallengeResponses: { ...responses, USERNAME: username, ...hashOf(client, username) },
  };
  return answerChallenge(pool, request).then(
    (step) => hosted(step, username),
    (error: unknown) => {
      const again = error instanceof CognitoError && TRY_AGAIN.has(error.code);
      return again
        ? { kind: 'challenge', name, session, username, parameters: {}, error: error.message }
        : failed(error);
    },
  );
}

const TRY_AGAIN: ReadonlySet<string> = new Set(['CodeMismatchException', 'InvalidPasswordException']);

function hosted(step: Step, username: string): HostedStep {
  if (step.kind === 'passed') return step;
  const { name, session = '', parameters } = step;
  return {
    kind: 'challenge',
    name,
    session,
    username: parameters['USER_ID_FOR_SRP'] ?? username,
    parameters,
  };
}

/** In Cognito's words, as its pages show them. */
function failed(error: unknown): HostedStep {
  if (!(error instanceof CognitoError)) throw error;
  return { kind: 'failed', message: error.message };
}

function hashOf(
  { ClientId: id, ClientSecret: secret }: AppClient,
  username: string,
): { SECRET_HASH?: string } {
  return secret === undefined ? {} : { SECRET_HASH: secretHash(username, id, secret) };
}
