import type { Principal } from 'lifeguard-auth';
import type { Decision } from './cedar/cedar.types';
import type { Permission } from './permission';
import type { Resource } from './resource.entities';

/** The input of a decision. */
export interface PermitRequest {
  readonly permission: Permission;
  /** The id of the resource, from the route. */
  readonly id: string;
  readonly resource: Resource | undefined;
  readonly caller: Principal;
  readonly accessToken: string;
}

/** Where permissions are decided: in this process, or by Amazon Verified Permissions. */
export interface PermitEngine {
  /** For logs and metrics. */
  readonly name: 'cedar' | 'verified-permissions';
  /** The reason why a handler's permission cannot be decided; undefined if it can. Called once, at startup. */
  whyNot(permission: Permission): string | undefined;
  /** @throws Problem if no decision could be made; the caller is not admitted then. */
  decide(request: PermitRequest): Promise<Decision> | Decision;
}
