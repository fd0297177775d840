import { CONTEXT } from '../../emulator.services';
import type { SecondFactor } from '../../pool.config';
import { activeFactors } from '../factors/mfa.preferences';
import { withSoftwareToken } from '../factors/software-token.actions';
import { refusal, text } from '../request.reader';
import type { AnswerHandler } from './answer';
import { proved } from './attempt';
import { nextStep } from './next.step';
import { factorChallenge } from './second-factor.challenge';

/** @throws CodeMismatchException */
export const answerSoftwareToken: AnswerHandler = async (state, { user, open, responses }) => {
  const secret = user.SoftwareTokenMfaConfiguration?.Secret;
  const code = text(responses, 'SOFTWARE_TOKEN_MFA_CODE');
  if (secret === undefined || !state.usedCodes.isRight(secret, code)) {
    throw refusal('CodeMismatchException', 'Invalid code received for user');
  }
  return nextStep(state, user, proved(open.attempt, 'totp'));
};

/** The choice between factors. EMAIL_MFA is accepted for EMAIL_OTP, because the AWS documentation uses both names. */
export const answerChoice: AnswerHandler = async (state, { user, open, responses }) => {
  const answer = text(responses, 'ANSWER');
  const wanted = answer === 'EMAIL_MFA' ? 'EMAIL_OTP' : answer;
  const chosen: SecondFactor | undefined = activeFactors(state, user).find((factor) => factor === wanted);
  if (chosen === undefined) throw refusal('InvalidParameterException', 'Invalid MFA type selected.');
  return factorChallenge(state, user, open.attempt, chosen);
};

/**
 * Ends MFA_SETUP: the app that was verified with the session becomes the user's second factor.
 *
 * @throws NotAuthorizedException if no app was verified with the session
 */
export const answerSetup: AnswerHandler = async (state, { user, open }) => {
  const token = open.detail.softwareToken;
  if (!token?.verified) {
    throw refusal('NotAuthorizedException', 'Invalid session for the user: no MFA method was set up.');
  }
  const updated = {
    ...withSoftwareToken(user, token.secret, token.deviceName),
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  };
  await state.pool.saveUser(CONTEXT, updated);
  return nextStep(state, updated, proved(open.attempt, 'totp'));
};
