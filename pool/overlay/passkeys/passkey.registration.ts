import { createHash } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { PoolState } from '../pool.state';
import { isObject, refusal } from '../request.reader';
import { clientDataIn, originFor } from './client-data';
import type { Passkey } from './passkey.registry';
import { webAuthn } from './web-authn';

/**
 * Verifies a registration response and returns its passkey (WebAuthn section 7.1). The challenge cannot be used again,
 * even if the response is invalid.
 *
 * @throws WebAuthnChallengeNotFoundException, WebAuthnClientMismatchException,
 * WebAuthnOriginNotAllowedException, WebAuthnRelyingPartyMismatchException,
 * WebAuthnCredentialNotSupportedException, InvalidParameterException
 */
export async function verifiedRegistration(
  state: PoolState,
  sub: string,
  clientId: string,
  credential: unknown,
): Promise<Passkey> {
  const begun = state.passkeys.takeRegistration(sub);
  const response = registrationIn(credential);
  const { challenge } = clientDataIn(response.response.clientDataJSON);
  if (!begun || begun.challenge !== challenge) {
    throw refusal('WebAuthnChallengeNotFoundException', 'The challenge does not exist or has expired.');
  }
  if (begun.clientId !== clientId) {
    throw refusal('WebAuthnClientMismatchException', 'The registration began with another app client.');
  }
  const rpId = state.config.relyingPartyId ?? '';
  const origin = originFor(response.response.clientDataJSON, rpId);
  if (origin === undefined) {
    throw refusal('WebAuthnOriginNotAllowedException', 'The origin does not belong to the relying party.');
  }
  const { verified, registrationInfo, error } = await verify(response, begun.challenge, origin, rpId);
  if (error !== undefined && !error.includes('RP ID')) {
    throw refusal('WebAuthnCredentialNotSupportedException', 'The credential cannot be used here.');
  }
  if (!verified || !registrationInfo) {
    throw refusal(
      'WebAuthnRelyingPartyMismatchException',
      'The credential belongs to another relying party.',
    );
  }
  return {
    credential: registrationInfo.credential,
    name: `Passkey ${createHash('sha256').update(registrationInfo.credential.id).digest('hex').slice(0, 4)}`,
    attachment: response.authenticatorAttachment,
    relyingPartyId: rpId,
    createdAt: new Date(),
  };
}

type Verified = Awaited<ReturnType<typeof import('@simplewebauthn/server').verifyRegistrationResponse>>;

async function verify(
  response: RegistrationResponseJSON,
  expectedChallenge: string,
  expectedOrigin: string,
  expectedRPID: string,
): Promise<{ verified: boolean; registrationInfo?: Verified['registrationInfo']; error?: string }> {
  try {
    return await webAuthn().verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
    });
  } catch (error) {
    return { verified: false, error: error instanceof Error ? `${error.name}: ${error.message}` : '' };
  }
}

/** @throws InvalidParameterException unless it is a RegistrationResponseJSON */
function registrationIn(credential: unknown): RegistrationResponseJSON {
  const response = isObject(credential) ? credential['response'] : undefined;
  if (
    isObject(credential) &&
    isObject(response) &&
    typeof response['clientDataJSON'] === 'string' &&
    typeof response['attestationObject'] === 'string'
  ) {
    // verifyRegistrationResponse checks the rest.
    return credential as unknown as RegistrationResponseJSON;
  }
  throw refusal('InvalidParameterException', 'Credential is not a registration response.');
}
