import { CognitoError } from 'cognito-local/lib/errors';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { secretHash } from '../overlay/secret-hash';
import { answerChallenge, beginSignIn } from '../overlay/sign-in.actions';
import type { Passed, Step } from '../overlay/sign-in/attempt';
import type { HostedState } from './hosted.state';
import { MFA_SETUP, verifiedSession, withSecret } from './mfa-setup.steps';

/** A challenge to answer before the sign-in can finish. */
export interface OpenChallenge {
  readonly kind: 'challenge';
  readonly name: string;
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The error of a wrong previous answer. */
  readonly error?: string;
}

/** A refusal, with Cognito's message for the page. */
export interface Failed {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
  readonly username: string;
}

/** The state of a sign-in at the hosted pages. */
export type HostedStep = Passed | OpenChallenge | Failed;

/** Runs the first step of a sign-in, as InitiateAuth does. */
export async function signIn(
  state: HostedState,
  client: AppClient,
  username: string,
  password: string,
): Promise<HostedStep> {
  const request = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: client.ClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password, ...hashOf(client, username) },
  };
  return beginSignIn(state.pool, request).then((step) => hosted(state, step, username), failed(username));
}

/** Runs the step after an answer, as RespondToAuthChallenge does. A wrong code can be retried. */
export async function respond(
  state: HostedState,
  client: AppClient,
  form: URLSearchParams,
  responses: Readonly<Record<string, string>>,
): Promise<HostedStep> {
  const field = (name: string): string => form.get(name) ?? '';
  const [name, session, username] = [field('challenge'), field('session'), field('username')];
  const named = { USERNAME: username, ...hashOf(client, username) };
  const answer = async (): Promise<Step> => {
    const { ClientId } = client;
    if (name !== MFA_SETUP) {
      const ChallengeResponses = { ...responses, ...named };
      return answerChallenge(state.pool, {
        ChallengeName: name,
        ClientId,
        Session: session,
        ChallengeResponses,
      });
    }
    const Session = await verifiedSession(state.router, session, responses['USER_CODE']);
    return answerChallenge(state.pool, { ChallengeName: name, ClientId, Session, ChallengeResponses: named });
  };
  return answer().then(
    (step) => hosted(state, step, username),
    (error: unknown) => {
      if (!(error instanceof CognitoError) || !TRY_AGAIN.has(error.code)) return failed(username)(error);
      const parameters: Record<string, string> = form.has('secret') ? { SECRET: field('secret') } : {};
      return { kind: 'challenge', name, session, username, parameters, error: error.message };
    },
  );
}

const TRY_AGAIN: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'InvalidPasswordException',
]);

async function hosted({ router }: HostedState, step: Step, username: string): Promise<HostedStep> {
  if (step.kind === 'passed') return step;
  const { name, session = '', parameters } = step;
  const open: OpenChallenge = {
    kind: 'challenge',
    name,
    session,
    username: parameters['USER_ID_FOR_SRP'] ?? username,
    parameters,
  };
  return name === MFA_SETUP ? withSecret(router, open) : open;
}

const failed =
  (username: string) =>
  (error: unknown): Failed => {
    if (!(error instanceof CognitoError)) throw error;
    return { kind: 'failed', code: error.code, message: error.message, username };
  };

function hashOf(
  { ClientId: id, ClientSecret: secret }: AppClient,
  username: string,
): { SECRET_HASH?: string } {
  return secret === undefined ? {} : { SECRET_HASH: secretHash(username, id, secret) };
}
