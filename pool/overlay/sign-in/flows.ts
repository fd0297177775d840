import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import { type JsonObject, text } from '../request.reader';
import { type Flow, proved, type SignInAttempt, type Step } from './attempt';
import { nextStep } from './next.step';
import { requirePassword } from './user.standing';

/** A request that begins a sign-in; `user` is undefined where nobody has the name. */
export interface FlowRequest {
  readonly user: User | undefined;
  readonly attempt: SignInAttempt;
  /** `AuthParameters`. */
  readonly parameters: JsonObject;
  /** The whole InitiateAuth request. */
  readonly request: JsonObject;
}

export type FlowHandler = (state: PoolState, request: FlowRequest) => Promise<Step>;

/** What begins each AuthFlow. */
export const FLOWS: Readonly<Partial<Record<Flow, FlowHandler>>> = {
  USER_PASSWORD_AUTH: passwordFlow,
};

async function passwordFlow(state: PoolState, { user, attempt, parameters }: FlowRequest): Promise<Step> {
  requirePassword(user, text(parameters, 'PASSWORD'));
  return nextStep(state, user, proved(attempt, 'password'));
}
