import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from '../pool.state';
import { isObject, refusal, text } from '../request.reader';
import type { AnyAnswerHandler } from '../sign-in/answer';
import { proved, type Challenged, type SignInAttempt } from '../sign-in/attempt';
import { nextStep } from '../sign-in/next.step';
import { subOf } from '../token.issuer';
import { originFor } from './client-data';
import { webAuthn } from './web-authn';

/** The WEB_AUTHN challenge: options for `navigator.credentials.get`, with the user's passkeys. */
export async function passkeyChallenge(
  state: PoolState,
  attempt: SignInAttempt,
  user: User | undefined,
): Promise<Challenged> {
  const { generateAuthenticationOptions } = webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: state.config.relyingPartyId ?? '',
    userVerification: 'required',
    allowCredentials: user
      ? state.passkeys.of(subOf(user)).map(({ credential: { id, transports } }) => ({ id, transports }))
      : [],
  });
  return {
    kind: 'challenge',
    name: 'WEB_AUTHN',
    parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
    session: state.challenges.issue('WEB_AUTHN', attempt, { passkeyChallenge: options.challenge }),
  };
}

/** @throws NotAuthorizedException for an invalid assertion, which cannot be retried */
export const answerPasskey: AnyAnswerHandler = async (state, { user, open, responses }) => {
  const verified =
    user && (await verifies(state, user, open.detail.passkeyChallenge, text(responses, 'CREDENTIAL')));
  if (!verified) throw refusal('NotAuthorizedException', 'Incorrect username or password.');
  return nextStep(state, user, proved(open.attempt, 'passkey'));
};

async function verifies(
  state: PoolState,
  user: User,
  challenge: string | undefined,
  credential: string,
): Promise<boolean> {
  const response = assertionIn(credential);
  const passkey = state.passkeys.of(subOf(user)).find((one) => one.credential.id === response?.id);
  const origin = response && originFor(response.response.clientDataJSON, state.config.relyingPartyId);
  if (!response || !passkey || challenge === undefined || origin === undefined) return false;
  const { verifyAuthenticationResponse } = webAuthn();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    credential: passkey.credential,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: passkey.relyingPartyId,
    requireUserVerification: true,
  }).catch(() => ({ verified: false, authenticationInfo: undefined }));
  if (verified && authenticationInfo) passkey.credential.counter = authenticationInfo.newCounter;
  return verified;
}

function assertionIn(credential: string): AuthenticationResponseJSON | undefined {
  try {
    const value: unknown = JSON.parse(credential);
    // verifyAuthenticationResponse checks the rest.
    return isObject(value) &&
      isObject(value['response']) &&
      typeof value['response']['clientDataJSON'] === 'string'
      ? (value as unknown as AuthenticationResponseJSON)
      : undefined;
  } catch {
    return undefined;
  }
}
