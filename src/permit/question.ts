import type { Principal } from 'lifeguard-auth';
import type { CedarValue, Entity, EntityId, Question } from './cedar/cedar.types';
import type { SchemaShapes } from './cedar/schema.shapes';
import type { Permission } from './permission';
import type { Resource } from './resource.entities';

/** Claims that Verified Permissions does not map to a member of `context.token`. */
const NOT_IN_CONTEXT = new Set(['cognito:groups']);

/**
 * The caller as Verified Permissions derives it from an access token: `User::"<pool>|<sub>"` in
 * `Group::"<pool>|<group>"`.
 */
function principalEntity(poolId: string, caller: Principal, prefix: string): Entity {
  return {
    uid: { type: `${prefix}User`, id: `${poolId}|${caller.sub}` },
    attrs: {},
    parents: caller.groups.map((group) => ({ type: `${prefix}Group`, id: `${poolId}|${group}` })),
  };
}

/** The claims of an access token as `context.token`, in which `scope` is a set of strings. */
function tokenContext({ claims, scopes }: Principal): Record<string, unknown> {
  const members = Object.entries(claims).filter(([name]) => !NOT_IN_CONTEXT.has(name) && name !== 'scope');
  return { ...Object.fromEntries(members), scope: [...scopes] };
}

/**
 * The authorization request of a route, reduced to values that the schema declares.
 *
 * @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/cognito-map-token-to-schema.html
 */
export function questionOf(
  permission: Permission,
  id: string,
  resource: Resource | undefined,
  caller: Principal,
  { poolId, shapes }: { readonly poolId: string; readonly shapes: SchemaShapes },
): Question {
  const principal = principalEntity(poolId, caller, shapes.prefix);
  const uid: EntityId = { type: `${shapes.prefix}${permission.resource.type}`, id };
  const attrs: Record<string, CedarValue> = shapes.attributes(
    permission.resource.type,
    resource?.attributes ?? {},
  );
  return {
    principal: principal.uid,
    action: { type: `${shapes.prefix}Action`, id: permission.action },
    resource: uid,
    context: shapes.context(permission.action, { token: tokenContext(caller) }),
    entities: [
      principal,
      ...principal.parents.map((group) => ({ uid: group, attrs: {}, parents: [] })),
      { uid, attrs, parents: resource?.parents ?? [] },
    ],
  };
}
