import { CONTEXT } from '../emulator.services';
import { requireCaller, tokenNaming, type Caller } from './access-token.check';
import { requireKnownAttributes, requireWritable } from './attribute.rules';
import { CONTACTS, verified } from './attributes/attribute.changes';
import { requireStrongPassword } from './password.policy';
import type { Actions, PoolState } from './pool.state';
import { refusal, text, type JsonObject } from './request.reader';
import { hasPassword } from './sign-in/user.status';

/** The actions that a user calls with their own access token. */
export function selfServiceActions(state: PoolState): Actions {
  return {
    GetUser: async (request, next) =>
      next({ ...request, AccessToken: tokenNaming(await requireCaller(state, request)) }),
    DeleteUserAttributes: async (request, next) => {
      const caller = await requireCaller(state, request);
      const names = await deletable(state, caller, request);
      return next({ ...request, UserAttributeNames: names, AccessToken: tokenNaming(caller) });
    },
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

/** The attributes to delete: with an address, also whether it is verified. */
async function deletable(state: PoolState, caller: Caller, request: JsonObject): Promise<string[]> {
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
  return [...names, ...CONTACTS.filter((attribute) => names.includes(attribute)).map(verified)];
}

async function changePassword(state: PoolState, request: JsonObject): Promise<unknown> {
  const { user } = await requireCaller(state, request);
  // A user who signed up without a password sets the first one here.
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
