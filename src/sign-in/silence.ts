import { Logger } from '@nestjs/common';
import { CognitoFailure } from '../cognito/failure';
import { Problem } from '../problems/problem';

/** Refusals that only a user who exists, or one in a certain state, can cause. */
const CODES = new Set(['user_not_found', 'not_allowed', 'user_not_confirmed', 'refused_by_trigger']);

/** Faults of the pool that show only once there is a message to send: its operator has to know of them. */
const FAULTS = new Set([
  'CodeDeliveryFailureException',
  'UnexpectedLambdaException',
  'InvalidLambdaResponseException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
]);

const STATE = /already confirmed|cannot reset password|no registered\/verified/i;

const logger = new Logger('Silence');

/**
 * Carries out an action whose answer must be the same whether or not the user exists.
 *
 * @throws Problem where it says nothing of a user: a limit, an outage, a parameter that is wrong by itself.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export async function silentAboutUsers(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    const cause = error instanceof Problem ? error.options.cause : undefined;
    if (!(error instanceof Problem) || !(cause instanceof CognitoFailure)) throw error;
    const isFault = FAULTS.has(cause.exception) && error.code === 'cognito_error';
    const isState = error.code === 'invalid_parameter' && STATE.test(cause.message);
    if (!isFault && !isState && !CODES.has(error.code)) throw error;
    if (isFault) logger.warn(`The user pool could not send a code: ${cause.exception}`);
  }
}
