import type { User } from 'cognito-local/lib/services/userPoolService';
import { verifiedContact } from '../code.delivery';
import { passkeyChallenge } from '../passkeys/passkey.challenge';
import type { PoolState } from '../pool.state';
import { optionalText, refusal, text, type JsonObject } from '../request.reader';
import type { AnyAnswerHandler } from './answer';
import { levelOf } from './assurance';
import { proved, type SignInAttempt, type Step } from './attempt';
import { codeChallenge } from './code.challenge';
import { firstFactorsOf, type FirstChallenge } from './first-factors';
import type { FlowHandler } from './flow.request';
import { nextStep } from './next.step';
import { verifierChallenge } from './password.verifier';
import { takeConfirmedSignUp } from './sign-up.session';
import { reaches, withTarget } from './step-up';
import { requirePassword, requireReady } from './user.status';

/** The factors offered to an unknown user: those that most users have. */
const SIMULATED: readonly FirstChallenge[] = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'];

/** USER_AUTH: continues a confirmed sign-up, starts the preferred challenge, or offers a list to choose from. */
export const choiceFlow: FlowHandler = async (state, { user, attempt, parameters, request }) => {
  const session = optionalText(request, 'Session');
  if (session !== undefined) {
    takeConfirmedSignUp(state, session, attempt);
    if (user) return nextStep(state, user, proved(attempt, 'email-code'));
  }
  const targeted = await withTarget(state, user, attempt, parameters);
  if (user && targeted.passed.length > 0) {
    const { targetLevel = 0, passed } = targeted;
    return levelOf(passed) >= targetLevel
      ? { kind: 'passed', user, attempt: targeted }
      : nextStep(state, user, targeted);
  }
  const available = choicesOf(state, user, targeted);
  const preferred = available.find((name) => name === parameters['PREFERRED_CHALLENGE']);
  if (preferred !== undefined) return begin(state, user, targeted, preferred, parameters);
  return {
    kind: 'challenge',
    name: 'SELECT_CHALLENGE',
    parameters: {},
    session: state.challenges.issue('SELECT_CHALLENGE', targeted),
    available,
  };
};

/** @throws InvalidParameterException if the challenge was not offered */
export const answerSelection: AnyAnswerHandler = async (state, { user, open, responses }) => {
  const answer = text(responses, 'ANSWER');
  const chosen = choicesOf(state, user, open.attempt).find((name) => name === answer);
  if (chosen === undefined) throw refusal('InvalidParameterException', 'Challenge is not available.');
  return begin(state, user, open.attempt, chosen, responses);
};

/** The PASSWORD challenge: the password, if it was not sent with the choice. */
export const answerPassword: AnyAnswerHandler = async (state, { user, open, responses }) => {
  requirePassword(user, text(responses, 'PASSWORD'));
  return nextStep(state, user, proved(open.attempt, 'password'));
};

/** The PASSWORD_SRP challenge: the client's SRP number, if it was not sent with the choice. */
export const answerSrp: AnyAnswerHandler = async (state, { user, open, responses }) =>
  verifierChallenge(state, user, open.attempt, text(responses, 'SRP_A'), true);

function choicesOf(state: PoolState, user: User | undefined, attempt: SignInAttempt): FirstChallenge[] {
  const able = user ? firstFactorsOf(state, user) : SIMULATED;
  return able.filter((name) => reaches(name, attempt.targetLevel ?? 0));
}

/** Starts with one challenge, whose proof may have been sent with the choice. */
async function begin(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  name: FirstChallenge,
  given: JsonObject,
): Promise<Step> {
  if (name === 'PASSWORD' || name === 'PASSWORD_SRP') return beginPassword(state, user, attempt, name, given);
  if (user) requireReady(user);
  if (name === 'WEB_AUTHN') return passkeyChallenge(state, attempt, user);
  const to = user && verifiedContact(user, name === 'EMAIL_OTP' ? 'email' : 'phone_number');
  return codeChallenge(state, attempt, name, to);
}

async function beginPassword(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  name: 'PASSWORD' | 'PASSWORD_SRP',
  given: JsonObject,
): Promise<Step> {
  const proof = optionalText(given, name === 'PASSWORD' ? 'PASSWORD' : 'SRP_A');
  if (proof === undefined) {
    return { kind: 'challenge', name, parameters: {}, session: state.challenges.issue(name, attempt) };
  }
  if (name === 'PASSWORD_SRP') return verifierChallenge(state, user, attempt, proof, true);
  requirePassword(user, proof);
  return nextStep(state, user, proved(attempt, 'password'));
}
