import { AwsFailure, RETRY_AFTER } from '../problems/aws-failure';
import type { ProblemCode } from '../problems/catalogue';
import { Problem } from '../problems/problem';

interface Meaning {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryAfter?: number;
}

const MISCONFIGURED: Meaning = {
  code: 'cognito_misconfigured',
  detail: 'The identity pool is misconfigured.',
};

/** @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html#API_GetCredentialsForIdentity_Errors */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['InvalidIdentityPoolConfigurationException', MISCONFIGURED],
  ['ResourceNotFoundException', MISCONFIGURED],
  ['NotAuthorizedException', { code: 'forbidden', detail: 'The identity pool refused the caller.' }],
  [
    'ResourceConflictException',
    { code: 'conflict', detail: 'The sign-in already belongs to another identity.' },
  ],
  ['InvalidParameterException', { code: 'invalid_parameter', detail: 'The identity pool refused a value.' }],
  [
    'ExternalServiceException',
    { code: 'cognito_error', detail: 'A service behind the identity pool failed.' },
  ],
  [
    'TooManyRequestsException',
    {
      code: 'rate_limited',
      detail: 'The identity pool is receiving too many requests.',
      retryAfter: RETRY_AFTER.throttled,
    },
  ],
  [
    'LimitExceededException',
    {
      code: 'rate_limited',
      detail: 'The identity pool has reached a limit.',
      retryAfter: RETRY_AFTER.limited,
    },
  ],
]);

/** Maps a failure of Cognito Identity to a problem. */
export function toProblem(error: unknown): Problem {
  const cause = new AwsFailure('Cognito Identity', error);
  const meaning = (cause.status ?? 500) < 500 ? MEANINGS.get(cause.exception) : undefined;
  if (meaning) {
    const { code, detail, retryAfter } = meaning;
    return new Problem(code, detail, { cause, ...(retryAfter !== undefined && { retryAfter }) });
  }
  if (cause.status !== undefined && cause.status < 500) {
    return new Problem('cognito_error', 'The identity pool refused the request.', { cause });
  }
  return new Problem('cognito_unavailable', 'The identity pool did not respond; try again.', {
    retryAfter: RETRY_AFTER.unavailable,
    cause,
  });
}
