import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import type { JsonObject } from '../request.reader';
import type { SignInAttempt, Step } from './attempt';

/** A request that starts a sign-in; `user` is undefined if nobody has the username. */
export interface FlowRequest {
  readonly user: User | undefined;
  readonly attempt: SignInAttempt;
  /** `AuthParameters`. */
  readonly parameters: JsonObject;
  /** The whole InitiateAuth request. */
  readonly request: JsonObject;
}

export type FlowHandler = (state: PoolState, request: FlowRequest) => Promise<Step>;
