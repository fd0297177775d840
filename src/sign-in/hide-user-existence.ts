import { Logger } from '@nestjs/common';
import type { Action } from '../cognito/actions';
import { CognitoFailure } from '../cognito/failure';
import { tellsWhoExists } from '../cognito/user-existence';
import { Problem } from '../problems/problem';

/** Faults of the pool that only show when there is a message to send: the operator has to know about them. */
const FAULTS = new Set(['cognito_error', 'code_not_delivered']);

const logger = new Logger('HiddenUsers');

/**
 * Waits for a call whose answer must be the same whether or not the user exists, and swallows a refusal that would tell.
 *
 * @throws Problem that says nothing about a user: throttling, an outage, a parameter that is wrong for anybody.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export async function hideUserExistence(action: Action, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Problem) || !tellsWhoExists(action, error)) throw error;
    if (FAULTS.has(error.code)) warn(error);
  }
}

function warn({ options: { cause } }: Problem): void {
  const { exception, awsRequestId } = cause as CognitoFailure;
  logger.warn(`The user pool could not send a code: ${exception} (AWS request ${awsRequestId ?? 'unknown'})`);
}
