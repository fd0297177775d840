import { Injectable, Logger } from '@nestjs/common';
import type { Action } from '../cognito/actions';
import type { CognitoFailure } from '../cognito/failure';
import { revealsUserExistence } from '../cognito/user-existence';
import { Problem } from '../problems/problem';
import { AnswerTime } from './answer-time';

/** Faults of the pool that occur only when a message is sent, and that operators must see. */
const FAULTS = new Set(['cognito_error', 'code_not_delivered']);

/** Makes the response the same, in content and time, whether or not the user exists. */
@Injectable()
export class HideUserExistence {
  readonly #logger = new Logger(HideUserExistence.name);

  constructor(private readonly time: AnswerTime) {}

  /**
   * Waits for a call and swallows a refusal that would reveal who exists.
   *
   * @throws Problem that reveals nothing about a user: throttling, an outage, an invalid parameter.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
   */
  async call(action: Action, send: () => Promise<unknown>): Promise<void> {
    await this.time.equalize(action, async () => {
      try {
        await send();
        return undefined;
      } catch (error) {
        if (!(error instanceof Problem) || !revealsUserExistence(action, error)) throw error;
        const failure = error.options.cause as CognitoFailure;
        if (FAULTS.has(error.code)) this.#warn(failure);
        return failure.exception;
      }
    });
  }

  #warn({ exception, awsRequestId }: CognitoFailure): void {
    const request = awsRequestId ?? 'unknown';
    this.#logger.warn(`The user pool could not send a code: ${exception} (AWS request ${request})`);
  }
}
