import type { PoolState } from '../pool.state';
import { text } from '../request.reader';
import { proved, type Flow, type Step } from './attempt';
import { choiceFlow } from './choice.flow';
import { customFlow } from './custom.flow';
import type { FlowHandler, FlowRequest } from './flow.request';
import { nextStep } from './next.step';
import { verifierChallenge } from './password.verifier';
import { requirePassword } from './user.status';

/** The handler of each AuthFlow. */
export const FLOWS: Readonly<Record<Flow, FlowHandler>> = {
  USER_PASSWORD_AUTH: passwordFlow,
  USER_SRP_AUTH: srpFlow,
  USER_AUTH: choiceFlow,
  CUSTOM_AUTH: customFlow,
};

async function passwordFlow(state: PoolState, { user, attempt, parameters }: FlowRequest): Promise<Step> {
  requirePassword(user, text(parameters, 'PASSWORD'));
  return nextStep(state, user, proved(attempt, 'password'));
}

async function srpFlow(state: PoolState, { user, attempt, parameters }: FlowRequest): Promise<Step> {
  return verifierChallenge(state, user, attempt, text(parameters, 'SRP_A'), false);
}
