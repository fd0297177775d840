import { UnsupportedError } from 'cognito-local/lib/errors';
import { Router } from 'cognito-local/lib/server/Router';
import { CONTEXT } from '../emulator.services';
import { adminUserActions } from './admin-user.actions';
import { attributeActions } from './attributes/attribute.actions';
import { createUserActions } from './create-user.actions';
import { deviceActions } from './devices/device.actions';
import { mfaActions } from './factors/mfa.actions';
import { softwareTokenActions } from './factors/software-token.actions';
import { forgottenPasswordActions } from './forgotten-password.actions';
import { groupActions } from './group.actions';
import { listActions } from './list.actions';
import { passkeyActions } from './passkeys/passkey.actions';
import type { Handler, PoolState } from './pool.state';
import { refreshActions } from './refresh.actions';
import { optionalText, refusal, type JsonObject } from './request.reader';
import { selfServiceActions } from './self-service.actions';
import { sessionActions } from './sessions/session.actions';
import { signInActions } from './sign-in.actions';
import { signUpActions } from './sign-up.actions';

/** Answers one action of the Cognito API. */
export type ActionRouter = (action: string, request: JsonObject) => Promise<unknown>;

/** Cognito's pattern for usernames: no spaces and no control characters. */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/**
 * cognito-local's router with the overlay in front of it.
 * @param withoutActions actions that this endpoint does not support, like an older emulator
 */
export function overlayRouter(state: PoolState, withoutActions: readonly string[]): ActionRouter {
  const emulator = Router(state.services);
  const handlers = new Map<string, Handler>(
    [
      adminUserActions,
      attributeActions,
      createUserActions,
      deviceActions,
      forgottenPasswordActions,
      groupActions,
      listActions,
      mfaActions,
      passkeyActions,
      refreshActions,
      selfServiceActions,
      sessionActions,
      signInActions,
      signUpActions,
      softwareTokenActions,
    ].flatMap((actions) => Object.entries(actions(state))),
  );
  return async (action, request) => {
    if (withoutActions.includes(action)) {
      throw new UnsupportedError(`Unsupported x-amz-target header "${action}"`);
    }
    requirePoolAndName(state, request);
    const resolved = await withCanonicalName(state, action, request);
    const next = async (handed: JsonObject): Promise<unknown> => emulator(action)(CONTEXT, handed);
    return (handlers.get(action) ?? ((handed) => next(handed)))(resolved, next);
  };
}

function requirePoolAndName(state: PoolState, request: JsonObject): void {
  const poolId = optionalText(request, 'UserPoolId');
  if (poolId !== undefined && poolId !== state.pool.options.Id) {
    throw refusal('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  }
  const username = optionalText(request, 'Username');
  if (username !== undefined && !USERNAME.test(username)) {
    throw refusal(
      'InvalidParameterException',
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
}

/** Resolves the `sub` or alias in an administrator's request to the username. */
async function withCanonicalName(state: PoolState, action: string, request: JsonObject): Promise<JsonObject> {
  const name = optionalText(request, 'Username');
  if (name === undefined || !action.startsWith('Admin') || action === 'AdminCreateUser') return request;
  const user = await state.find(name);
  if (!user) throw refusal('UserNotFoundException', 'User does not exist.');
  return { ...request, Username: user.Username };
}
