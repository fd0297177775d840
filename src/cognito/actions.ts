import { ACCOUNT_ACTIONS } from './actions/account.actions';
import { ADMIN_ACTIONS } from './actions/admin.actions';
import type { ActionRow, Credentials } from './actions/row';
import { SIGN_IN_ACTIONS } from './actions/sign-in.actions';

/**
 * Every action that the service calls, one row each. Answer checks, retries, metrics, the problems in the OpenAPI
 * document and the IAM policy in `deploy/aws` derive from it, so adding an action takes one row here and one call.
 */
export const ACTIONS = { ...SIGN_IN_ACTIONS, ...ACCOUNT_ACTIONS, ...ADMIN_ACTIONS };

export type Action = keyof typeof ACTIONS;

/** The actions that the service signs with its IAM credentials. */
export type AdminAction = keyof typeof ADMIN_ACTIONS;

/** The actions after which tokens must be refused. */
export type RevokingAction = {
  [Name in Action]: (typeof ACTIONS)[Name] extends { revokes: string } ? Name : never;
}[Action];

/** The row of an action as plain data. */
export const rowOf = (action: Action): ActionRow => ACTIONS[action];

/** What authorizes a call with this input: some actions accept a session instead of an access token. */
export function credentialsOf(action: Action, input: object): Credentials {
  const { credentials, orSession } = rowOf(action);
  return orSession && 'Session' in input ? 'sign-in' : credentials;
}

/** The quota category of an action by its name. */
export const quotaOf = (action: string): string =>
  Object.hasOwn(ACTIONS, action) ? rowOf(action as Action).category : 'other';
