import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { PoolState } from '../pool.state';
import { refusal } from '../request.reader';
import type { SignInAttempt } from './attempt';

/** The sessions that SignUp and ConfirmSignUp return and InitiateAuth accepts. They are stored like challenges. */
type Stage = 'SIGN_UP' | 'SIGN_UP_CONFIRMED';

/** Creates the `Session` for the response of SignUp or ConfirmSignUp. */
export function signUpSession(state: PoolState, stage: Stage, client: AppClient, username: string): string {
  return state.challenges.issue(stage, {
    username,
    client,
    flow: 'USER_AUTH',
    passed: [],
    authTime: 0,
    source: 'Authentication',
    reportsAssurance: false,
  });
}

/** Consumes the session of a SignUp. @throws NotAuthorizedException if the session is unknown */
export function takeSignUp(state: PoolState, session: string, clientId: string, username: string): void {
  take(state, session, 'SIGN_UP', clientId, username);
}

/** Consumes the session of a ConfirmSignUp. @throws NotAuthorizedException if the session is unknown */
export function takeConfirmedSignUp(state: PoolState, session: string, attempt: SignInAttempt): void {
  take(state, session, 'SIGN_UP_CONFIRMED', attempt.client.ClientId, attempt.username);
}

function take(state: PoolState, session: string, stage: Stage, clientId: string, username: string): void {
  const open = state.challenges.find(session);
  const fits =
    open?.name === stage && open.attempt.username === username && open.attempt.client.ClientId === clientId;
  if (!fits) throw refusal('NotAuthorizedException', 'Invalid session for the user.');
  state.challenges.close(session);
}
