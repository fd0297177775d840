import type { Principal } from 'lifeguard-auth';
import type { CedarValue, EntityId } from './cedar/cedar.types';

/** A resource as the policies see it. */
export interface Resource {
  /** Attributes by name. Those that the schema does not declare are omitted. */
  readonly attributes: Readonly<Record<string, CedarValue>>;
  /** The entities that contain the resource. */
  readonly parents?: readonly EntityId[];
}

/** Loads resources for the policies. Implement it as a provider of the module that has the route. */
export interface ResourceEntities {
  /**
   * @param id the value of the route parameter
   * @returns undefined if there is no such resource: the policies then see one without attributes
   */
  load(id: string, caller: Principal): Promise<Resource | undefined> | Resource | undefined;
}

/** The entity of the caller, for attributes that name a user: `{ buyer: userEntity(poolId, sub) }`. */
export const userEntity = (poolId: string, sub: string): CedarValue => ({
  __entity: { type: 'User', id: `${poolId}|${sub}` },
});
