import { signInAgain } from '../session/sign-in-again';
import { Failure, isAborted } from './problem';
import type { paths } from './schema';
import { send } from './send';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Json<Of> = Of extends { content: { 'application/json': infer Content } } ? Content : undefined;

/** Paths of the service that support this method. */
export type PathOf<Method extends Verb> = {
  [Path in keyof paths]: paths[Path] extends { [Key in Method]: object } ? Path : never;
}[keyof paths] &
  string;

type OperationOf<Method extends Verb, Path extends keyof paths> = paths[Path] extends {
  [Key in Method]: infer Operation;
}
  ? Operation
  : never;

/** The body of a route's successful response. */
export type Answer<Method extends Verb, Path extends keyof paths> =
  OperationOf<Method, Path> extends { responses: infer Responses } ? Json<Responses[keyof Responses]> : never;

/** The body of a route's request. */
export type Body<Method extends Verb, Path extends keyof paths> =
  OperationOf<Method, Path> extends { requestBody?: infer Given } ? Json<NonNullable<Given>> : undefined;

export interface Call<Method extends Verb, Path extends keyof paths> {
  /** Values of the path parameters in order; they are percent-encoded by the call. */
  readonly at?: readonly string[];
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: Body<Method, Path>;
  readonly signal?: AbortSignal;
}

/**
 * Calls a route of the service with the browser's session. If the session has ended, or the route requires a recent
 * sign-in, a dialog asks the user to sign in, and the call is repeated once.
 *
 * @throws Failure with the problem of the response.
 */
export async function call<Method extends Verb, Path extends PathOf<Method>>(
  method: Method,
  path: Path,
  options: Call<Method, Path> = {},
): Promise<Answer<Method, Path>> {
  const address = `/session/api${addressWith(path, options)}`;
  const sent = { body: options.body, ...(options.signal && { signal: options.signal }) };
  try {
    return (await send(method.toUpperCase(), address, sent)) as Answer<Method, Path>;
  } catch (error) {
    const reason = error instanceof Failure ? reasonToSignIn(error) : undefined;
    if (reason === undefined || isAborted(error) || !(await signInAgain(reason))) throw error;
    return (await send(method.toUpperCase(), address, sent)) as Answer<Method, Path>;
  }
}

/** Calls a public route without the session. */
export async function callPublic<Path extends PathOf<'post'>>(
  path: Path,
  body: Body<'post', Path>,
): Promise<Answer<'post', Path>> {
  return (await send('POST', path, { body })) as Answer<'post', Path>;
}

function reasonToSignIn({ problem }: Failure): 'ended' | 'step-up' | undefined {
  if (problem.status !== 401) return undefined;
  return problem.code === 'step_up_required' ? 'step-up' : 'ended';
}

/** Whether URL parsers remove a name from a path, with `..` also the segment before it (RFC 3986 section 5.2.4). */
export const isDotSegment = (name: string): boolean => name === '.' || name === '..';

/** @throws Failure for a name that would lead to another route. */
function addressWith(
  path: string,
  { at = [], query = {} }: Pick<Call<'get', PathOf<'get'>>, 'at' | 'query'>,
): string {
  if (at.some(isDotSegment)) throw new Failure({ status: 0, code: 'name_in_path' });
  const values = [...at];
  const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(values.shift() ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return filled;
  return `${filled}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
