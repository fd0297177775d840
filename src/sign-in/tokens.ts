import type {
  AuthenticationResultType,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { toProblem } from '../cognito/errors';
import { UnexpectedResponse } from '../cognito/failure';
import { readParameters } from './challenge-json';
import type { Challenge, Tokens } from './sign-in.schemas';

/**
 * Converts Cognito's tokens; those that Cognito did not issue are omitted.
 *
 * @throws Problem `cognito_unavailable` if there is no access token.
 */
export function toTokens(result: AuthenticationResultType | undefined): Tokens {
  if (!result?.AccessToken)
    throw toProblem(new UnexpectedResponse('An authentication without tokens'), 'sign-in');
  const { AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn, NewDeviceMetadata } = result;
  const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? {};
  return {
    accessToken: AccessToken,
    ...(IdToken !== undefined && { idToken: IdToken }),
    ...(RefreshToken !== undefined && { refreshToken: RefreshToken }),
    tokenType: TokenType ?? 'Bearer',
    ...(ExpiresIn !== undefined && { expiresIn: ExpiresIn }),
    ...(DeviceKey && DeviceGroupKey && { newDevice: { key: DeviceKey, groupKey: DeviceGroupKey } }),
  };
}

/**
 * Tokens, or the challenge before them. Cognito sends SRP challenges without a session, and may send a list
 * of challenges without a name, which means SELECT_CHALLENGE.
 */
export function toTokensOrChallenge(answer: InitiateAuthResponse): Tokens | Challenge {
  const { AuthenticationResult, ChallengeName, Session, ChallengeParameters, AvailableChallenges } = answer;
  const challenge = ChallengeName ?? (AvailableChallenges?.length ? 'SELECT_CHALLENGE' : undefined);
  if (AuthenticationResult || challenge === undefined) return toTokens(AuthenticationResult);
  return {
    challenge,
    ...(Session && { session: Session }),
    parameters: readParameters(ChallengeParameters),
    ...(AvailableChallenges?.length && { availableChallenges: AvailableChallenges }),
  };
}
