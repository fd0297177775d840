import { answerDevice, answerDeviceVerifier } from '../devices/device.challenge';
import { answerPasskey } from '../passkeys/passkey.challenge';
import { refusal } from '../request.reader';
import type { AnswerHandler, AnyAnswerHandler } from './answer';
import { answerPassword, answerSelection, answerSrp } from './choice.flow';
import { codeAnswer } from './code.challenge';
import { answerCustom } from './custom.flow';
import { answerNewPassword } from './new-password.challenge';
import { answerVerifier } from './password.verifier';
import { answerChoice, answerSetup, answerSoftwareToken } from './second-factor.answers';
import { INCORRECT } from './user.status';

interface ChallengeHandler {
  readonly answer: AnyAnswerHandler;
  /** Whether the challenge ends with its first answer, right or wrong. */
  readonly once: boolean;
}

/** The handler of the answer to each ChallengeName. */
export const CHALLENGE_ANSWERS: Readonly<Record<string, ChallengeHandler>> = {
  SELECT_CHALLENGE: { answer: answerSelection, once: false },
  PASSWORD: { answer: answerPassword, once: false },
  PASSWORD_SRP: { answer: answerSrp, once: true },
  PASSWORD_VERIFIER: { answer: answerVerifier, once: true },
  WEB_AUTHN: { answer: answerPasskey, once: true },
  DEVICE_SRP_AUTH: retryable(answerDevice),
  DEVICE_PASSWORD_VERIFIER: { ...retryable(answerDeviceVerifier), once: true },
  CUSTOM_CHALLENGE: { answer: answerCustom, once: true },
  SMS_OTP: retryable(codeAnswer('SMS_OTP'), 'CodeMismatchException'),
  NEW_PASSWORD_REQUIRED: retryable(answerNewPassword),
  SMS_MFA: retryable(codeAnswer('SMS_MFA')),
  EMAIL_OTP: retryable(codeAnswer('EMAIL_OTP'), 'CodeMismatchException'),
  SOFTWARE_TOKEN_MFA: retryable(answerSoftwareToken),
  SELECT_MFA_TYPE: retryable(answerChoice),
  MFA_SETUP: retryable(answerSetup),
};

/** A challenge that stays open after a wrong answer. The answer of an unknown user is always wrong. */
function retryable(
  answer: AnswerHandler,
  refusalCode: 'NotAuthorizedException' | 'CodeMismatchException' = 'NotAuthorizedException',
): ChallengeHandler {
  return {
    once: false,
    answer: async (state, { user, ...rest }) => {
      if (user) return answer(state, { user, ...rest });
      throw refusalCode === 'CodeMismatchException'
        ? refusal(refusalCode, 'Invalid code or auth state for the user.')
        : refusal(refusalCode, INCORRECT);
    },
  };
}
