import type { User } from 'cognito-local/lib/services/userPoolService';
import type { OpenChallenge } from '../challenge.registry';
import type { PoolState } from '../pool.state';
import type { JsonObject } from '../request.reader';
import type { Step } from './attempt';

/** An answer to a challenge whose session, user and app client match. */
export interface ChallengeAnswer {
  readonly user: User;
  readonly open: OpenChallenge;
  /** `ChallengeResponses`. */
  readonly responses: JsonObject;
}

/** An answer whose user may not exist. */
export interface AnyAnswer extends Omit<ChallengeAnswer, 'user'> {
  readonly user: User | undefined;
}

/** Checks the answer to one kind of challenge. If it throws, the challenge stays open. */
export type AnswerHandler = (state: PoolState, answer: ChallengeAnswer) => Promise<Step>;
/** As `AnswerHandler`, for challenges that unknown users are given too. */
export type AnyAnswerHandler = (state: PoolState, answer: AnyAnswer) => Promise<Step>;
