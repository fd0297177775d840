import type {
  AuthenticationResultType,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { toProblem } from '../cognito/errors';
import { JunkAnswer } from '../cognito/failure';
import type { Challenge, Tokens } from './sign-in.schemas';

/**
 * Cognito's tokens as ours; what Cognito did not issue is left out.
 *
 * @throws Problem `cognito_unavailable` where there is no access token.
 */
export function toTokens(result: AuthenticationResultType | undefined): Tokens {
  if (!result?.AccessToken) throw toProblem(new JunkAnswer('An authentication without tokens'), 'sign-in');
  const { AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn } = result;
  return {
    accessToken: AccessToken,
    ...(IdToken !== undefined && { idToken: IdToken }),
    ...(RefreshToken !== undefined && { refreshToken: RefreshToken }),
    tokenType: TokenType ?? 'Bearer',
    ...(ExpiresIn !== undefined && { expiresIn: ExpiresIn }),
  };
}

/** Tokens, or the challenge that stands before them. */
export function toTokensOrChallenge(answer: InitiateAuthResponse): Tokens | Challenge {
  const { AuthenticationResult, ChallengeName, Session, ChallengeParameters } = answer;
  if (AuthenticationResult || ChallengeName === undefined) return toTokens(AuthenticationResult);
  const parameters = Object.entries(ChallengeParameters ?? {}).filter(
    ([, value]) => typeof value === 'string',
  );
  return { challenge: ChallengeName, session: Session ?? '', parameters: Object.fromEntries(parameters) };
}
