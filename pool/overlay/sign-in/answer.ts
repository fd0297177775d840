import type { User } from 'cognito-local/lib/services/userPoolService';
import type { OpenChallenge } from '../challenge.registry';
import type { PoolState } from '../pool.state';
import type { JsonObject } from '../request.reader';
import type { Step } from './attempt';

/** An answer to a challenge that its session, user and app client fit. */
export interface ChallengeAnswer {
  readonly user: User;
  readonly open: OpenChallenge;
  /** `ChallengeResponses`. */
  readonly responses: JsonObject;
}

/** An answer in the name of somebody who may not exist. */
export interface AnyAnswer extends Omit<ChallengeAnswer, 'user'> {
  readonly user: User | undefined;
}

/** Checks the answer to one kind of challenge. A throw leaves the challenge open for another try. */
export type AnswerHandler = (state: PoolState, answer: ChallengeAnswer) => Promise<Step>;
/** As `AnswerHandler`, for the challenges that also a user who does not exist seems to get. */
export type AnyAnswerHandler = (state: PoolState, answer: AnyAnswer) => Promise<Step>;
