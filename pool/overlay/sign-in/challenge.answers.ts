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
import { INCORRECT } from './user.standing';

interface ChallengeHandler {
  readonly answer: AnyAnswerHandler;
  /** Whether the challenge ends with its first answer, right or wrong. */
  readonly once: boolean;
}

/** What checks the answer to each ChallengeName. */
export const CHALLENGE_ANSWERS: Readonly<Record<string, ChallengeHandler>> = {
  SELECT_CHALLENGE: { answer: answerSelection, once: false },
  PASSWORD: { answer: answerPassword, once: false },
  PASSWORD_SRP: { answer: answerSrp, once: true },
  PASSWORD_VERIFIER: { answer: answerVerifier, once: true },
  WEB_AUTHN: { answer: answerPasskey, once: true },
  DEVICE_SRP_AUTH: untilRight(answerDevice),
  DEVICE_PASSWORD_VERIFIER: { ...untilRight(answerDeviceVerifier), once: true },
  CUSTOM_CHALLENGE: { answer: answerCustom, once: true },
  SMS_OTP: untilRight(codeAnswer('SMS_OTP'), 'CodeMismatchException'),
  NEW_PASSWORD_REQUIRED: untilRight(answerNewPassword),
  SMS_MFA: untilRight(codeAnswer('SMS_MFA')),
  EMAIL_OTP: untilRight(codeAnswer('EMAIL_OTP'), 'CodeMismatchException'),
  SOFTWARE_TOKEN_MFA: untilRight(answerSoftwareToken),
  SELECT_MFA_TYPE: untilRight(answerChoice),
  MFA_SETUP: untilRight(answerSetup),
};

/** A challenge that may be answered until it is right; a stranger's answer never is. */
function untilRight(
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
