import type { Server } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { everyRoute } from './every-route.ts';
import { watchRoutes } from './reached-routes.ts';
import type { TestIssuer, TokenOptions } from './test-issuer.ts';

/** The caller that a token is issued for. */
export interface TestCaller extends TokenOptions {
  /**
   * Values of the route's parameters in this caller's requests; an owner uses its own id. Default: `x` for
   * each.
   */
  readonly params?: Readonly<Record<string, string>>;
}

/** A caller without a token. Listing it means that the route is public. */
export const anonymous = null;

/** Every caller with a valid token. */
export const anyCaller = Symbol('any caller');

/**
 * The callers that each route admits, by method and path as in the router: `{ 'DELETE /orders/:id': [admin]
 * }`.
 */
export type AccessTable = Readonly<
  Record<string, readonly (TestCaller | typeof anonymous | typeof anyCaller)[]>
>;

export interface ExpectOnlyOptions {
  /** The global prefix of the application, such as `api`. */
  readonly prefix?: string;
  /**
   * Headers of every request, such as the one that selects a version: `{ 'x-version': '2' }`. Compare each version with a
   * table of its own.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Additional callers to try at every route. */
  readonly callers?: readonly TestCaller[];
  /** Whether every route must have a row. Default: false. */
  readonly complete?: boolean;
}

/**
 * The differences between the table and the application, one per line: callers that get in although the table does
 * not list them, and listed callers that are refused.
 */
export class AccessDifference extends Error {
  override readonly name = 'AccessDifference';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

interface Attempt {
  readonly name: string;
  readonly caller: TestCaller;
  readonly token: string | undefined;
  readonly isValid: boolean;
}

/**
 * Asserts that the listed callers get in, and nobody else. It calls every route of the table as every caller in the
 * table, and also without a token, with an expired token and with a forged one.
 *
 * The requests are real: handlers run for admitted callers. A caller gets in unless the response is 401 or 403. A
 * response that is sent before the guard runs, such as 404 or 429, is a difference too.
 *
 * @param app listens on a free port of loopback if it does not listen yet.
 * @throws AccessDifference with every difference at once.
 *
 * @example
 * const admin = { groups: ['admin'] };
 * const support = { groups: ['support'] };
 * await expectOnly(app, issuer, { 'GET /orders': [admin, support], 'DELETE /orders/:id': [admin] });
 */
export async function expectOnly(
  app: INestApplication,
  issuer: TestIssuer,
  table: AccessTable,
  { prefix = '', headers = {}, callers = [], complete = false }: ExpectOnlyOptions = {},
): Promise<void> {
  if (!(app.getHttpServer() as Server).listening) await app.listen(0, '127.0.0.1');
  const base = (await app.getUrl()) + (prefix && `/${prefix.replaceAll(/^\/|\/$/g, '')}`);
  const faults = rowFaults(app, table, complete);
  const attempts = attemptsOf(issuer, [...Object.values(table).flat().filter(isCaller), ...callers]);
  const reached = watchRoutes(app);
  try {
    for (const [route, admitted] of Object.entries(table)) {
      if (faults.some((fault) => fault.startsWith(`${route}: `))) continue;
      for (const attempt of attempts) {
        reached.reset();
        const status = await ask(base, route, attempt, headers);
        const fault = faultOf(status, isAdmitted(attempt, admitted), reached.has(route));
        if (fault !== undefined) faults.push(`${route}: ${attempt.name} ${fault} (${status})`);
      }
    }
  } finally {
    reached.stop();
  }
  if (faults.length > 0) throw new AccessDifference(faults);
}

/**
 * The fault of a response; undefined if it is as expected. A response that did not come from the route does not show
 * who may call it.
 */
function faultOf(status: number, isExpected: boolean, isReached: boolean): string | undefined {
  const isRefused = status === 401 || status === 403;
  if (!isReached && !isRefused && status >= 300) return 'does not reach the route';
  if (isRefused !== isExpected) return undefined;
  return isRefused ? 'is refused' : 'gets in';
}

/** Rows without a route and, with `complete`, routes without a row. */
function rowFaults(app: INestApplication, table: AccessTable, complete: boolean): string[] {
  const routes = new Set(everyRoute(app).map(({ method, path }) => `${method} ${path}`));
  return [
    ...Object.keys(table)
      .filter((route) => !routes.has(route))
      .map((route) => `${route}: there is no such route`),
    ...[...routes]
      .filter((route) => complete && !Object.hasOwn(table, route))
      .map((route) => `${route}: has no row in the table`),
  ];
}

function attemptsOf(issuer: TestIssuer, callers: readonly TestCaller[]): Attempt[] {
  return [
    { name: 'a caller without a token', caller: {}, token: undefined, isValid: false },
    { name: 'an expired token', caller: {}, token: issuer.expired(), isValid: false },
    { name: 'a forged token', caller: {}, token: issuer.forged(), isValid: false },
    ...Array.from(new Set(callers), (caller) => ({
      name: JSON.stringify(caller),
      caller,
      token: issuer.token(caller),
      isValid: true,
    })),
  ];
}

/** A public route ignores tokens, so invalid ones get in too. */
const isAdmitted = ({ caller, isValid }: Attempt, admitted: AccessTable[string]): boolean =>
  admitted.includes(anonymous) || (isValid && (admitted.includes(anyCaller) || admitted.includes(caller)));

const isCaller = (one: AccessTable[string][number]): one is TestCaller =>
  typeof one === 'object' && one !== null;

/** The status of the response. The body is not read, because it may be an endless stream. */
async function ask(
  base: string,
  route: string,
  { caller, token }: Attempt,
  given: Readonly<Record<string, string>>,
): Promise<number> {
  const headers = new Headers(given);
  // A request without a token must not get one from the options.
  headers.delete('authorization');
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern
    .replaceAll(/[{}]/g, '')
    .replaceAll(/[:*](\w+)/g, (_, name: string) => encodeURIComponent(caller.params?.[name] ?? 'x'));
  const response = await fetch(base + path, {
    method: method === 'ALL' ? 'GET' : method,
    redirect: 'manual',
    headers,
  });
  await response.body?.cancel();
  if (response.status === 503)
    throw new Error(`${route}: 503, the signing keys or the application are unavailable`);
  return response.status;
}
