import type { Group, User } from 'cognito-local/lib/services/userPoolService';
import { groupToResponseObject, userToResponseObject } from 'cognito-local/lib/targets/responses';
import { CONTEXT } from '../emulator.services';
import { page } from './paging';
import type { Actions, PoolState } from './pool.state';
import { optionalText, refusal, text, type JsonObject } from './request.reader';
import { userFilter } from './user.filter';

const usernameOf = (user: User): string => user.Username;

/** The four list actions, with `Limit` and a pagination token. */
export function listActions(state: PoolState): Actions {
  return {
    ListUsers: async (request) => {
      const matches = userFilter(optionalText(request, 'Filter'));
      const users = (await state.pool.listUsers(CONTEXT)).filter(matches);
      const { items, next } = page(users, usernameOf, request['Limit'], request['PaginationToken']);
      return { Users: items.map((user) => presented(user, request)), PaginationToken: next };
    },
    ListUsersInGroup: async (request) => {
      const group = await state.pool.getGroupByGroupName(CONTEXT, text(request, 'GroupName'));
      if (!group) throw refusal('ResourceNotFoundException', 'Group not found.');
      const users = (await state.pool.listUsers(CONTEXT)).filter((user) => isMember(group, user.Username));
      const { items, next } = page(users, usernameOf, request['Limit'], request['NextToken']);
      return { Users: items.map(userToResponseObject), NextToken: next };
    },
    ListGroups: async (request) => groupPage(state, await state.pool.listGroups(CONTEXT), request),
    AdminListGroupsForUser: async (request) => {
      const username = text(request, 'Username');
      const groups = (await state.pool.listGroups(CONTEXT)).filter((group) => isMember(group, username));
      return groupPage(state, groups, request);
    },
  };
}

function isMember(group: Group, username: string): boolean {
  return group.members?.includes(username) ?? false;
}

function groupPage(state: PoolState, groups: readonly Group[], request: JsonObject): unknown {
  const { items, next } = page(groups, (group) => group.GroupName, request['Limit'], request['NextToken']);
  return { Groups: items.map(groupToResponseObject(state.pool.options.Id)), NextToken: next };
}

function presented(user: User, request: JsonObject): unknown {
  const wanted: unknown = request['AttributesToGet'];
  const shown = userToResponseObject(user);
  if (!Array.isArray(wanted)) return shown;
  return { ...shown, Attributes: shown.Attributes?.filter(({ Name: name }) => wanted.includes(name)) };
}
