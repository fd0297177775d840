import { call, type Answer, type Body } from '../../api/call';
import { hrefOf } from '../../page/route';

export type Explained = Answer<'post', '/access/explain'>;

const NAMES = ['kind', 'as', 'groups', 'scopes', 'method', 'path'] as const;

/** A question about one caller and one request, as it stands in the address of the view. */
export type Asked = Readonly<Record<(typeof NAMES)[number], string>>;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export function askedIn(query: URLSearchParams): Asked {
  const asked = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as Asked;
  return { ...asked, method: asked.method || METHODS[0] };
}

export const hrefOfAsked = (asked: Asked): string => hrefOf('routes', undefined, asked);

/** Whether there is enough to ask: who calls, and what. */
export const isComplete = ({ kind, as, path }: Asked): boolean => path !== '' && (kind !== '' || as !== '');

/** Asks the service why the caller may make the request, or may not. @throws Failure */
export async function explain(asked: Asked, signal: AbortSignal): Promise<Explained | undefined> {
  if (!isComplete(asked)) return undefined;
  const { method, path } = asked;
  return call('post', '/access/explain', { body: { as: callerOf(asked), method, path }, signal });
}

type Caller = Body<'post', '/access/explain'>['as'];

/** A user of the pool by the name alone; a caller that is described may be nobody in it. */
function callerOf({ kind, as, groups, scopes }: Asked): Caller {
  if (kind === 'client') return { kind, scopes: wordsOf(scopes) };
  if (kind === 'user') return { kind, groups: wordsOf(groups), scopes: wordsOf(scopes) };
  return { username: as };
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
