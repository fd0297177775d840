import { requireCaller } from '../access-token.check';
import { page } from '../paging';
import type { Actions, PoolState } from '../pool.state';
import { optionalText, refusal, text, type JsonObject } from '../request.reader';
import type { Session } from '../session.registry';
import { subOf } from '../token.issuer';
import { requireNamedUser } from '../user.directory';

/** Lists and ends the sessions of a user in all applications: token sessions and those of the hosted domain (SSO). */
export function sessionActions(state: PoolState): Actions {
  return {
    ListUserSessions: async (request) => {
      const { sub, session } = await requireCaller(state, request);
      return list(state, sub, request, session);
    },
    AdminListUserSessions: async (request) =>
      list(state, subOf(await requireNamedUser(state, request)), request),
    RevokeUserSession: async (request) => {
      const { sub, session } = await requireCaller(state, request);
      if (session !== undefined && session.id === optionalText(request, 'SessionId')) {
        throw refusal('InvalidParameterException', 'The current session cannot be revoked.');
      }
      return revoke(state, sub, request);
    },
    AdminRevokeUserSession: async (request) =>
      revoke(state, subOf(await requireNamedUser(state, request)), request),
  };
}

function list(state: PoolState, sub: string, request: JsonObject, current?: Session): unknown {
  const sessions = state.sessions.of(sub);
  const { items, next } = page(sessions, (session) => session.id, undefined, request['NextToken']);
  return {
    Sessions: items.map((session) => ({
      SessionId: session.id,
      SessionType: session.type,
      ClientId: session.clientId,
      CreateDate: session.createdAt,
      LastActiveDate: session.lastActiveAt,
      LastIPAddress: session.lastIp,
      OriginSessionId: session.originSessionId,
      IsCurrentSession: session === current,
    })),
    NextToken: next,
  };
}

/** Ends a session. With `RevokeAssociatedSessions: LINKED` also those that belong to the same SSO session. */
function revoke(state: PoolState, sub: string, request: JsonObject): unknown {
  const id = text(request, 'SessionId');
  const sessions = state.sessions.of(sub);
  const found = sessions.find((session) => session.id === id);
  if (!found) throw refusal('ResourceNotFoundException', 'Session does not exist.');
  found.revoked = true;
  if (optionalText(request, 'RevokeAssociatedSessions') !== 'LINKED') return {};
  const origin = found.type === 'SSO' ? found.id : found.originSessionId;
  for (const session of sessions) {
    if (origin !== undefined && (session.originSessionId === origin || session.id === origin)) {
      session.revoked = true;
    }
  }
  return {};
}
