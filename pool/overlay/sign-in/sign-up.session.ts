import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { PoolState } from '../pool.state';
import { refusal } from '../request.reader';
import type { SignInAttempt } from './attempt';

/** Not challenges: the sessions that lead from SignUp through ConfirmSignUp to InitiateAuth. */
type Stage = 'SIGN_UP' | 'SIGN_UP_CONFIRMED';

/** The `Session` of SignUp's answer, or of ConfirmSignUp's. */
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

/** Uses up the session that SignUp gave. @throws NotAuthorizedException when it gave no such session */
export function takeSignUp(state: PoolState, session: string, clientId: string, username: string): void {
  take(state, session, 'SIGN_UP', clientId, username);
}

/** Uses up the session that ConfirmSignUp gave. @throws NotAuthorizedException when it gave no such session */
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
