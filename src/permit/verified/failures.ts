import { bearerChallenge } from 'lifeguard-auth';
import { AwsFailure, RETRY_AFTER } from '../../problems/aws-failure';
import { Problem } from '../../problems/problem';

/**
 * Maps a failure to a problem. None of them admits the caller.
 *
 * @see
 * https://docs.aws.amazon.com/verifiedpermissions/latest/apireference/API_IsAuthorizedWithToken.html#API_IsAuthorizedWithToken_Errors
 */
export function toProblem(error: unknown): Problem {
  const cause = new AwsFailure('Verified Permissions', error);
  switch (cause.exception) {
    case 'ThrottlingException':
      return new Problem('rate_limited', 'Verified Permissions is receiving too many requests.', {
        retryAfter: RETRY_AFTER.throttled,
        cause,
      });
    case 'AccessDeniedException':
    case 'UnrecognizedClientException':
    case 'CredentialsProviderError':
    case 'ResourceNotFoundException':
      return new Problem('policy_misconfigured', 'Verified Permissions refused the request.', { cause });
    case 'ValidationException':
      return refusedQuestion(error, cause);
    default:
      return new Problem('policy_unavailable', 'Verified Permissions did not respond; try again.', {
        retryAfter: RETRY_AFTER.unavailable,
        cause,
      });
  }
}

/**
 * The token was verified here, but may have expired since. Other refusals are caused by the store or its
 * schema.
 */
function refusedQuestion(error: unknown, cause: AwsFailure): Problem {
  if (!/\btoken\b/i.test((error as Error).message)) {
    return new Problem('policy_misconfigured', 'Verified Permissions refused the request.', { cause });
  }
  const detail = 'Verified Permissions refused the access token.';
  const challenge = bearerChallenge({ error: 'invalid_token', description: detail });
  return new Problem('token_invalid', detail, { challenge, cause });
}
