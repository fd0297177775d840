import { call, type Answer, type Body } from '../../api/call';
import { hrefOf } from '../../page/route';

export type Explained = Answer<'post', '/access/explain'>;

const NAMES = ['kind', 'as', 'groups', 'scopes', 'method', 'path'] as const;

/** A question about one caller and one request, as in the URL of the view. */
export type Asked = Readonly<Record<(typeof NAMES)[number], string>>;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export function askedIn(query: URLSearchParams): Asked {
  const asked = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as Asked;
  return { ...asked, method: asked.method || METHODS[0] };
}

export const hrefOfAsked = (asked: Asked): string => hrefOf('routes', undefined, asked);

/** Whether both the caller and the request are given. */
export const isComplete = ({ kind, as, path }: Asked): boolean => path !== '' && (kind !== '' || as !== '');

/** Asks the service whether and why the caller may make the request. @throws Failure */
export async function explain(asked: Asked, signal: AbortSignal): Promise<Explained | undefined> {
  if (!isComplete(asked)) return undefined;
  const { method, path } = asked;
  return call('post', '/access/explain', { body: { as: callerOf(asked), method, path }, signal });
}

type Caller = Body<'post', '/access/explain'>['as'];

/** The caller of the question: a user of the pool, or a described caller who need not exist. */
function callerOf({ kind, as, groups, scopes }: Asked): Caller {
  if (kind === 'client') return { kind, scopes: wordsOf(scopes) };
  if (kind === 'user') return { kind, groups: wordsOf(groups), scopes: wordsOf(scopes) };
  return { username: as };
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
