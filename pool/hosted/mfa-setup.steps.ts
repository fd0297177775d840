import type { ActionRouter } from '../overlay/overlay.router';
import { isObject, text } from '../overlay/request.reader';
import type { OpenChallenge } from './sign-in.steps';

export const MFA_SETUP = 'MFA_SETUP';

/** The challenge with the secret of a new authenticator app, for the page to show. */
export async function withSecret(router: ActionRouter, step: OpenChallenge): Promise<OpenChallenge> {
  const answer = await router('AssociateSoftwareToken', { Session: step.session });
  const associated = isObject(answer) ? answer : {};
  const parameters = { ...step.parameters, SECRET: text(associated, 'SecretCode') };
  return { ...step, session: text(associated, 'Session'), parameters };
}

/**
 * Verifies a code of the new app. Returns the session with which to answer the challenge.
 *
 * @throws EnableSoftwareTokenMFAException if the code is wrong; the old session remains valid
 */
export async function verifiedSession(
  router: ActionRouter,
  session: string,
  code: string | undefined,
): Promise<string> {
  const answer = await router('VerifySoftwareToken', { Session: session, UserCode: code ?? '' });
  return text(isObject(answer) ? answer : {}, 'Session');
}
