import { CONTEXT } from '../emulator.services';
import { type Caller, requireCaller, tokenNaming } from './access-token.check';
import { emailIn, requireFreeAlias, requireKnownAttributes, requireWritable } from './attribute.rules';
import { requireStrongPassword } from './password.policy';
import type { Actions, Handler, PoolState } from './pool.state';
import { hasPassword } from './sign-in/user.standing';
import { attributes, type JsonObject, refusal, text } from './request.reader';

/** Checked here, answered by cognito-local. */
const DELEGATED = ['GetUser', 'GetUserAttributeVerificationCode', 'VerifyUserAttribute'] as const;

/** The actions that a user calls with their own access token. */
export function selfServiceActions(state: PoolState): Actions {
  const delegated = (check?: (caller: Caller, request: JsonObject) => Promise<void>): Handler => {
    return async (request, next) => {
      const caller = await requireCaller(state, request);
      await check?.(caller, request);
      return next({ ...request, AccessToken: tokenNaming(caller) });
    };
  };
  return {
    ...Object.fromEntries(DELEGATED.map((action) => [action, delegated()])),
    UpdateUserAttributes: delegated((caller, request) => checkUpdate(state, caller, request)),
    DeleteUserAttributes: delegated((caller, request) => checkDeletion(state, caller, request)),
    DeleteUser: async (request, next) => {
      const caller = await requireCaller(state, request);
      const answer = await next({ ...request, AccessToken: tokenNaming(caller) });
      state.sessions.signOut(caller.sub);
      return answer;
    },
    ChangePassword: (request) => changePassword(state, request),
    GlobalSignOut: async (request) => {
      state.sessions.signOut((await requireCaller(state, request)).sub);
      return {};
    },
  };
}

async function checkUpdate(state: PoolState, caller: Caller, request: JsonObject): Promise<void> {
  const wanted = attributes(request);
  requireKnownAttributes(
    state,
    wanted.filter(({ Name: name }) => !name.endsWith('_verified')),
  );
  requireWritable(await state.client(caller.clientId), wanted);
  await requireFreeAlias(state, emailIn(wanted), caller.user);
}

async function checkDeletion(state: PoolState, caller: Caller, request: JsonObject): Promise<void> {
  const list: unknown = request['UserAttributeNames'];
  const names = Array.isArray(list) ? list.map(String) : [];
  requireKnownAttributes(
    state,
    names.map((name) => ({ Name: name })),
  );
  requireWritable(
    await state.client(caller.clientId),
    names.map((name) => ({ Name: name })),
  );
}

async function changePassword(state: PoolState, request: JsonObject): Promise<unknown> {
  const { user } = await requireCaller(state, request);
  // Who has signed up without a password chooses a first one.
  if (hasPassword(user) && user.Password !== text(request, 'PreviousPassword')) {
    throw refusal('NotAuthorizedException', 'Incorrect username or password.');
  }
  const proposed = text(request, 'ProposedPassword');
  requireStrongPassword(proposed);
  await state.pool.saveUser(CONTEXT, {
    ...user,
    Password: proposed,
    UserLastModifiedDate: state.services.clock.get(),
  });
  return {};
}
