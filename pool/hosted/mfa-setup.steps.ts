import type { ActionRouter } from '../overlay/overlay.router';
import { isObject, text } from '../overlay/request.reader';
import type { OpenChallenge } from './sign-in.steps';

export const MFA_SETUP = 'MFA_SETUP';

/** The challenge with the secret of a new authenticator application, which the page shows. */
export async function withSecret(router: ActionRouter, step: OpenChallenge): Promise<OpenChallenge> {
  const answer = await router('AssociateSoftwareToken', { Session: step.session });
  const associated = isObject(answer) ? answer : {};
  const parameters = { ...step.parameters, SECRET: text(associated, 'SecretCode') };
  return { ...step, session: text(associated, 'Session'), parameters };
}

/**
 * The session with which the challenge is answered, once the application has shown a right code.
 * @throws EnableSoftwareTokenMFAException for a wrong one; the session stays good
 */
export async function verifiedSession(
  router: ActionRouter,
  session: string,
  code: string | undefined,
): Promise<string> {
  const answer = await router('VerifySoftwareToken', { Session: session, UserCode: code ?? '' });
  return text(isObject(answer) ? answer : {}, 'Session');
}
