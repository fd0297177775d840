import {
  comparePolicies,
  exampleText,
  type Comparison,
  type PortableAccess,
  type PortablePolicy,
} from 'lifeguard-auth';
import type { PortableRoute, RouteFile } from './portable-routes';

/** The change of one route. */
interface RouteChange {
  readonly route: string;
  readonly change: 'added' | 'removed' | Comparison['change'];
  /** An added route that anyone may call. */
  readonly isPublic?: true;
  /** Example of a caller who gained access. */
  readonly admitted?: string;
  /** Example of a caller who lost access. */
  readonly refused?: string;
  /** Why the policies cannot be compared. */
  readonly reason?: string;
}

/** The change of every route, sorted by path and method. Parameters may have been renamed. */
export function diffRoutes(older: RouteFile, newer: RouteFile): readonly RouteChange[] {
  const before = new Map(older.routes.map((route) => [shapeOf(route), route]));
  const after = new Map(newer.routes.map((route) => [shapeOf(route), route]));
  const kept = newer.routes.map((route) => changeOf(before.get(shapeOf(route)), route));
  const removed = older.routes
    .filter((route) => !after.has(shapeOf(route)))
    .map((route): RouteChange => ({ route: nameOf(route), change: 'removed' }));
  return [...kept, ...removed].toSorted((a, b) => compareText(sortKey(a.route), sortKey(b.route)));
}

/** Whether a change may admit more callers: a wider or incomparable policy, or a new public route. */
export const isWider = ({ change, isPublic }: RouteChange): boolean =>
  change === 'wider' || change === 'incomparable' || isPublic === true;

function changeOf(older: PortableRoute | undefined, newer: PortableRoute): RouteChange {
  const route = nameOf(newer);
  if (!older) return { route, change: 'added', ...(newer.access.kind === 'public' && { isPublic: true }) };
  const { change, admitted, refused, reason } = comparePolicies(renamed(older, newer), newer.access);
  return {
    route,
    change,
    ...(admitted && { admitted: exampleText(admitted) }),
    ...(refused && { refused: exampleText(refused) }),
    ...(reason !== undefined && { reason }),
  };
}

const nameOf = ({ method, path }: PortableRoute): string => `${method} ${path}`;
const shapeOf = ({ method, path }: PortableRoute): string => `${method} ${path.replaceAll(PARAMETER, ':')}`;
const PARAMETER = /:\w+/g;

const sortKey = (route: string): string => route.split(' ').toReversed().join(' ');
// By code units, so that the order is the same in every locale.
const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The older access with the names that the newer path gives to its parameters. */
function renamed(older: PortableRoute, newer: PortableRoute): PortableAccess {
  const { access } = older;
  if (older.path === newer.path || access.kind === 'public' || !access.policy) return access;
  const names = paramsOf(newer.path);
  const byName = new Map(paramsOf(older.path).map((name, index) => [name, names[index] ?? name]));
  return { ...access, policy: withParams(access.policy, byName) };
}

const paramsOf = (path: string): readonly string[] =>
  Array.from(path.matchAll(PARAMETER), ([name]) => name.slice(1));

function withParams(policy: PortablePolicy, names: ReadonlyMap<string, string>): PortablePolicy {
  switch (policy.kind) {
    case 'owner':
      return { ...policy, param: names.get(policy.param) ?? policy.param };
    case 'anyOf':
    case 'allOf':
      return { ...policy, policies: policy.policies.map((part) => withParams(part, names)) };
    case 'not':
      return { ...policy, policy: withParams(policy.policy, names) };
    default:
      return policy;
  }
}

/** A line for each route, and below it the callers for whom it changed. */
export function diffText(changes: readonly RouteChange[]): readonly string[] {
  const width = Math.max(0, ...changes.map(({ change }) => change.length));
  return changes.flatMap(({ change, route, isPublic, admitted, refused, reason }) => [
    `${change.padEnd(width)}  ${route}${isPublic ? '  (public)' : ''}`,
    ...(admitted === undefined ? [] : [`  + admits now: ${admitted}`]),
    ...(refused === undefined ? [] : [`  - refuses now: ${refused}`]),
    ...(reason === undefined ? [] : [`  ? ${reason}`]),
  ]);
}
