import { refusal } from '../request.reader';
import type { AnswerHandler, AnyAnswerHandler } from './answer';
import { codeAnswer } from './code.challenge';
import { answerNewPassword } from './new-password.challenge';
import { answerChoice, answerSetup, answerSoftwareToken } from './second-factor.answers';
import { INCORRECT } from './user.standing';

interface ChallengeHandler {
  readonly answer: AnyAnswerHandler;
  /** Whether the challenge ends with its first answer, right or wrong. */
  readonly once: boolean;
}

/** What checks the answer to each ChallengeName. */
export const CHALLENGE_ANSWERS: Readonly<Record<string, ChallengeHandler>> = {
  NEW_PASSWORD_REQUIRED: again(answerNewPassword),
  SMS_MFA: again(codeAnswer('SMS_MFA')),
  EMAIL_OTP: again(codeAnswer('EMAIL_OTP'), 'CodeMismatchException'),
  SOFTWARE_TOKEN_MFA: again(answerSoftwareToken),
  SELECT_MFA_TYPE: again(answerChoice),
  MFA_SETUP: again(answerSetup),
};

/** A challenge that may be answered until it is right; a stranger's answer never is. */
function again(
  answer: AnswerHandler,
  stranger: 'NotAuthorizedException' | 'CodeMismatchException' = 'NotAuthorizedException',
): ChallengeHandler {
  return {
    once: false,
    answer: async (state, { user, ...rest }) => {
      if (user) return answer(state, { user, ...rest });
      throw stranger === 'CodeMismatchException'
        ? refusal(stranger, 'Invalid code or auth state for the user.')
        : refusal(stranger, INCORRECT);
    },
  };
}
