import { deliver, masked, mediumOf, newCode, simulatedContact, type Contact } from '../code.delivery';
import type { PoolState } from '../pool.state';
import { refusal, text } from '../request.reader';
import type { AnswerHandler } from './answer';
import type { Proof } from './assurance';
import { proved, type Challenged, type SignInAttempt } from './attempt';
import { nextStep } from './next.step';

/** The challenges that are answered with a code from a message, as first or second factor. */
type CodeChallengeName = 'SMS_MFA' | 'SMS_OTP' | 'EMAIL_OTP';

/**
 * Sends a code and returns the challenge that asks for it.
 *
 * @param to undefined for an unknown user: nothing is sent, and the response looks the same
 */
export function codeChallenge(
  state: PoolState,
  attempt: SignInAttempt,
  name: CodeChallengeName,
  to: Contact | undefined,
): Challenged {
  const code = newCode();
  if (to) deliver(state, 'Authentication', attempt.username, to, code);
  const shown = to ?? simulatedContact(attempt.username);
  return {
    kind: 'challenge',
    name,
    parameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: mediumOf(shown.attribute),
      CODE_DELIVERY_DESTINATION: masked(shown),
      USER_ID_FOR_SRP: attempt.username,
    },
    session: state.challenges.issue(name, attempt, { code }),
  };
}

/** Checks the code in the response `<name>_CODE`. @throws CodeMismatchException */
export function codeAnswer(name: CodeChallengeName): AnswerHandler {
  const proof: Proof = name === 'EMAIL_OTP' ? 'email-code' : 'sms-code';
  return async (state, { user, open, responses }) => {
    if (text(responses, `${name}_CODE`) !== open.detail.code) {
      throw refusal('CodeMismatchException', 'Invalid code or auth state for the user.');
    }
    return nextStep(state, user, proved(open.attempt, proof));
  };
}
