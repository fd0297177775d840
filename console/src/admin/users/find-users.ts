import { call, type Answer } from '../../api/call';
import { hasStatus, searchPlan, statusFilter } from './search';

export type User = Answer<'get', '/users'>['items'][number];
export type UserPage = Answer<'get', '/users'>;

/** The possible page sizes; the first is the default. */
export const LIMITS = ['25', '60'] as const;

export interface Asked {
  readonly search: string;
  readonly status: string;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Loads a page of users with one request, or with two if the first query of a search finds nobody. @throws Failure */
export async function findUsers(asked: Asked, signal: AbortSignal): Promise<UserPage> {
  const { search, status, cursor, limit } = asked;
  const plan = searchPlan(search);
  const ask = (filter: string | undefined) =>
    call('get', '/users', { query: { filter, cursor, limit }, signal });
  if (plan.length === 0) return ask(status === '' ? undefined : statusFilter(status));
  // A cursor belongs to the query that found something; those of the second query are marked.
  const [first, second] = cursor?.startsWith(SECOND) ? [plan[1], undefined] : plan;
  const found = await call('get', '/users', {
    query: { filter: first, cursor: cursor?.replace(SECOND, ''), limit },
    signal,
  });
  if (found.items.length > 0 || second === undefined || cursor !== undefined)
    return narrowed(found, status, cursor?.startsWith(SECOND));
  return narrowed(await ask(second), status, true);
}

/** Prefix of the cursors of a plan's second query. */
const SECOND = '2:';

function narrowed({ items, nextCursor }: UserPage, status: string, isSecond = false): UserPage {
  return {
    items: items.filter((user) => hasStatus(user, status)),
    ...(nextCursor !== undefined && { nextCursor: isSecond ? `${SECOND}${nextCursor}` : nextCursor }),
  };
}
