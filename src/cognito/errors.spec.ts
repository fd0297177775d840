import { describe, expect, it } from '@jest/globals';
import type { ProblemCode } from '../problems/catalogue';
import type { Credentials } from './actions/row';
import { toProblem } from './errors';
import { EXCEPTIONS, type ExceptionName } from './exceptions';
import {
  AttemptTimeout,
  CallerDisconnected,
  CognitoFailure,
  CredentialsUnavailable,
  UnexpectedResponse,
} from './failure';
import { outcomeUnknown } from './outcome';

const refusal = (name: string, message = 'Refused.', httpStatusCode = 400) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } });

const network = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:443`), { code });

const BARE = 'Bearer realm="lifeguard"';
const REVOKED =
  'Bearer realm="lifeguard", error="invalid_token", error_description="The access token was revoked or has expired"';
const SCOPE =
  'Bearer realm="lifeguard", error="insufficient_scope", ' +
  'error_description="The access token lacks a scope that Cognito requires", scope="aws.cognito.signin.user.admin"';

/** Exceptions whose meaning depends only on their name. `actions.spec.ts` compares the names with the SDK. */
const FIXED = (Object.keys(EXCEPTIONS) as ExceptionName[]).filter(
  (name) =>
    !['NotAuthorized', 'UserNotFound', 'ResourceNotFound', 'RefreshTokenReuse', 'InternalError'].includes(
      name,
    ),
);

const STATUS: Partial<Record<ExceptionName, [number, ProblemCode, number?]>> = {
  AliasExists: [409, 'alias_exists'],
  CodeDeliveryFailure: [502, 'code_not_delivered'],
  CodeMismatch: [400, 'code_mismatch'],
  ConcurrentModification: [409, 'conflict'],
  DeviceKeyExists: [409, 'conflict'],
  EnableSoftwareTokenMFA: [400, 'code_mismatch'],
  ExpiredCode: [400, 'code_expired'],
  FeatureUnavailableInTier: [409, 'feature_not_enabled'],
  Forbidden: [403, 'forbidden'],
  GroupExists: [409, 'group_exists'],
  InvalidEmailRoleAccessPolicy: [502, 'code_not_delivered'],
  InvalidLambdaResponse: [502, 'cognito_error'],
  InvalidParameter: [400, 'invalid_parameter'],
  InvalidPassword: [400, 'invalid_password'],
  InvalidSmsRoleAccessPolicy: [502, 'code_not_delivered'],
  InvalidSmsRoleTrustRelationship: [502, 'code_not_delivered'],
  InvalidUserPoolConfiguration: [502, 'cognito_misconfigured'],
  LimitExceeded: [429, 'rate_limited', 60],
  MFAMethodNotFound: [409, 'mfa_not_set_up'],
  OperationNotEnabled: [409, 'feature_not_enabled'],
  PasswordHistoryPolicyViolation: [400, 'invalid_password'],
  PasswordResetRequired: [403, 'password_reset_required'],
  PreconditionNotMet: [409, 'conflict'],
  ServiceQuotaExceeded: [429, 'rate_limited', 60],
  SoftwareTokenMFANotFound: [409, 'mfa_not_set_up'],
  TooManyFailedAttempts: [429, 'rate_limited', 60],
  TooManyRequests: [429, 'rate_limited', 1],
  Unauthorized: [403, 'not_allowed'],
  UnexpectedLambda: [502, 'cognito_error'],
  UnsupportedOperation: [409, 'feature_not_enabled'],
  UnsupportedTokenType: [400, 'invalid_parameter'],
  UnsupportedUserState: [409, 'user_state'],
  UserLambdaValidation: [422, 'refused_by_trigger'],
  UserNotConfirmed: [403, 'user_not_confirmed'],
  UserPoolAddOnNotEnabled: [409, 'feature_not_enabled'],
  UsernameExists: [409, 'username_exists'],
  WebAuthnChallengeNotFound: [400, 'passkey_refused'],
  WebAuthnClientMismatch: [400, 'passkey_refused'],
  WebAuthnConfigurationMissing: [409, 'feature_not_enabled'],
  WebAuthnCredentialNotSupported: [400, 'passkey_refused'],
  WebAuthnNotEnabled: [409, 'feature_not_enabled'],
  WebAuthnOriginNotAllowed: [400, 'passkey_refused'],
  WebAuthnRelyingPartyMismatch: [400, 'passkey_refused'],
};

const EVERYWHERE: [string, number, ProblemCode, number?][] = [
  ...FIXED.map((name): [string, number, ProblemCode, number?] => [
    `${name}Exception`,
    ...(STATUS[name] ?? ([0, 'internal_error'] as const)),
  ]),
  ['ThrottlingException', 429, 'rate_limited', 1],
  ['AccessDeniedException', 502, 'cognito_denied'],
  ['UnrecognizedClientException', 502, 'cognito_denied'],
  ['InvalidSignatureException', 502, 'cognito_denied'],
  ['ExpiredTokenException', 502, 'cognito_denied'],
  ['MissingAuthenticationToken', 502, 'cognito_denied'],
  ['IncompleteSignature', 502, 'cognito_denied'],
  ['SomethingOfTheFutureException', 502, 'cognito_error'],
  ['UnknownOperationException', 501, 'not_available_here'],
  ['Unsupported', 501, 'not_available_here'],
];

const CALLERS: Credentials[] = ['access-token', 'iam', 'sign-in', 'none'];

describe('toProblem', () => {
  for (const [name, status, code, retryAfter] of EVERYWHERE) {
    it(`maps ${name} to ${status} ${code} without a challenge, for any credentials`, () => {
      for (const as of CALLERS) {
        const problem = toProblem(refusal(name), as);
        expect([problem.status, problem.code, problem.options.retryAfter]).toEqual([
          status,
          code,
          retryAfter,
        ]);
        expect(problem.options.challenge).toBeUndefined();
      }
    });
  }

  const WRONG = 502;
  const DEPENDING: [string, string, Credentials, number, ProblemCode, string?][] = [
    ['ResourceNotFoundException', 'Group not found.', 'iam', 404, 'not_found'],
    [
      'ResourceNotFoundException',
      'User pool eu-west-1_x does not exist.',
      'iam',
      WRONG,
      'cognito_misconfigured',
    ],
    ['ResourceNotFoundException', 'Credential not found', 'access-token', 404, 'not_found'],
    [
      'ResourceNotFoundException',
      'User pool client x does not exist.',
      'sign-in',
      WRONG,
      'cognito_misconfigured',
    ],
    [
      'ResourceNotFoundException',
      'User pool client x does not exist.',
      'none',
      WRONG,
      'cognito_misconfigured',
    ],
    ['RefreshTokenReuseException', 'Refresh token reuse', 'sign-in', 401, 'refresh_token_reused', BARE],
    ...(['sign-in', 'none'] as const).flatMap((by): [string, string, Credentials, number, ProblemCode][] => [
      [
        'NotAuthorizedException',
        'Unable to verify secret hash for client client1',
        by,
        WRONG,
        'cognito_misconfigured',
      ],
      [
        'NotAuthorizedException',
        'Client client1 is configured with secret but SECRET_HASH was not received',
        by,
        WRONG,
        'cognito_misconfigured',
      ],
      [
        'InvalidParameterException',
        'USER_PASSWORD_AUTH flow not enabled for this client',
        by,
        WRONG,
        'cognito_misconfigured',
      ],
    ]),
    [
      'InvalidParameterException',
      'Custom auth lambda trigger is not configured for the user pool.',
      'sign-in',
      WRONG,
      'cognito_misconfigured',
    ],
    ['UnauthorizedException', 'Invalid client secret', 'none', WRONG, 'cognito_misconfigured'],
    ['NotAuthorizedException', 'My secret hash', 'access-token', 403, 'not_allowed'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'sign-in', 429, 'rate_limited'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'access-token', 429, 'rate_limited'],
    ['NotAuthorizedException', 'Invalid Refresh Token.', 'sign-in', 401, 'bad_credentials', BARE],
    ['NotAuthorizedException', 'SignUp is not permitted for this user pool', 'none', 403, 'not_allowed'],
    ['UserNotFoundException', 'User does not exist.', 'iam', 404, 'user_not_found'],
    ['UserNotFoundException', 'User does not exist.', 'access-token', 404, 'user_not_found'],
    ['UserNotFoundException', 'User does not exist.', 'none', 404, 'user_not_found'],
    ['UserNotFoundException', 'User does not exist.', 'sign-in', 401, 'bad_credentials', BARE],
    ['NotAuthorizedException', 'Incorrect username or password.', 'sign-in', 401, 'bad_credentials', BARE],
    ['NotAuthorizedException', 'User is disabled.', 'sign-in', 401, 'bad_credentials', BARE],
    ['NotAuthorizedException', 'Refresh Token has expired', 'sign-in', 401, 'bad_credentials', BARE],
    [
      'NotAuthorizedException',
      'Access Token has been revoked',
      'access-token',
      401,
      'token_revoked',
      REVOKED,
    ],
    ['NotAuthorizedException', 'Access Token has expired', 'access-token', 401, 'token_revoked', REVOKED],
    ['NotAuthorizedException', 'Invalid Access Token', 'access-token', 401, 'token_revoked', REVOKED],
    ['NotAuthorizedException', 'User is disabled.', 'access-token', 401, 'token_revoked', REVOKED],
    [
      'NotAuthorizedException',
      'Access Token does not have required scopes',
      'access-token',
      403,
      'insufficient_scope',
      SCOPE,
    ],
    ['NotAuthorizedException', 'Incorrect username or password.', 'access-token', 403, 'not_allowed'],
    [
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
      'access-token',
      403,
      'not_allowed',
    ],
    [
      'NotAuthorizedException',
      'User cannot be confirmed. Current status is CONFIRMED',
      'iam',
      403,
      'not_allowed',
    ],
    ['NotAuthorizedException', 'User is disabled.', 'none', 403, 'not_allowed'],
    ['NotAuthorizedException', 'Access Token has been revoked', 'iam', 403, 'not_allowed'],
  ];

  for (const [name, message, as, status, code, challenge] of DEPENDING) {
    it(`maps ${name} "${message}" as ${as} to ${status} ${code}`, () => {
      const problem = toProblem(refusal(name, message), as);
      expect([problem.status, problem.code, problem.options.challenge]).toEqual([status, code, challenge]);
    });
  }

  it('returns the same problem for a wrong password and for an unknown user', () => {
    const wrong = toProblem(refusal('NotAuthorizedException', 'Incorrect username or password.'), 'sign-in');
    const nobody = toProblem(refusal('UserNotFoundException', 'User does not exist.'), 'sign-in');
    expect(nobody.toDocument('1')).toEqual(wrong.toDocument('1'));
    expect(nobody.options.challenge).toBe(wrong.options.challenge);
  });

  const OUTAGES: [string, unknown][] = [
    ['a 500 of Cognito', refusal('InternalErrorException', 'Internal', 500)],
    ['a 503 with the name of a refusal', refusal('NotAuthorizedException', 'No', 503)],
    ['a refused connection', network('ECONNREFUSED')],
    ['a lost connection', network('ECONNRESET')],
    ['an unknown certificate', network('SELF_SIGNED_CERT_IN_CHAIN')],
    ['no response in time', new AttemptTimeout('No response within 5 ms')],
    ['a caller who disconnected', new CallerDisconnected('gone')],
    ['an answer without what it must have', new UnexpectedResponse('junk')],
    ['a web page', Object.assign(new SyntaxError('Unexpected <'), { $metadata: { httpStatusCode: 400 } })],
    ['a redirect', refusal('Unknown', 'moved', 302)],
    ['a value that is not an error', 'boom'],
  ];

  for (const [what, error] of OUTAGES) {
    it(`maps ${what} to 503 cognito_unavailable with Retry-After`, () => {
      for (const as of CALLERS) {
        const problem = toProblem(error, as);
        expect([problem.status, problem.code, problem.options.retryAfter]).toEqual([
          503,
          'cognito_unavailable',
          5,
        ]);
      }
    });
  }

  it('maps missing AWS credentials of the service to 502 cognito_denied', () => {
    expect(toProblem(new CredentialsUnavailable('none'), 'iam')).toMatchObject({
      status: 502,
      code: 'cognito_denied',
    });
  });

  it('maps any 429 to 429 rate_limited', () => {
    const page = Object.assign(new SyntaxError('Unexpected <'), { $metadata: { httpStatusCode: 429 } });
    expect(toProblem(page, 'iam')).toMatchObject({ status: 429, code: 'rate_limited' });
  });
});

describe('the detail of a Cognito problem', () => {
  const detail = (name: string, message: string) => toProblem(refusal(name, message), 'none').detail;

  it('is Cognito’s message about a password', () => {
    expect(detail('InvalidPasswordException', 'Password not long enough')).toBe('Password not long enough');
  });

  it('is the message of a trigger without Cognito’s prefix', () => {
    expect(detail('UserLambdaValidationException', 'PreSignUp failed with error Only staff.')).toBe(
      'Only staff.',
    );
  });

  it('names an exception that has no row', () => {
    expect(detail('SomethingNewException', 'arn:aws:lambda:eu-west-1:123456789012:function:x')).toBe(
      'Cognito refused the request with SomethingNewException.',
    );
  });

  it('contains no ARN, account number, echoed value, control character or long text', () => {
    const message =
      "1 validation error detected: Value 'hunter2' at 'password' failed\r\n\u0000 for " +
      'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x of 123456789012 ';
    const told = detail('InvalidParameterException', message + 'a'.repeat(1000));
    expect(told).toMatch(
      /^1 validation error detected: Value at 'password' failed for \(ARN\) of \(account\) a+$/,
    );
    expect(told).toHaveLength(256);
  });

  it('keeps a phone number, which may be as long as an account number', () => {
    const message = 'Invalid phone number format: +447911123456 of 123456789012';
    expect(detail('InvalidParameterException', message)).toBe(
      'Invalid phone number format: +447911123456 of (account)',
    );
  });

  it('is our own wording for every other exception', () => {
    for (const name of ['NotAuthorizedException', 'AccessDeniedException', 'AliasExistsException']) {
      expect(detail(name, 'User: arn:aws:iam::123456789012:user/bob')).not.toMatch(/arn|bob|123456789012/);
    }
  });

  it('has a logged cause without account numbers', () => {
    const message = 'User: arn:aws:sts::123456789012:assumed-role/x is not authorized';
    const { cause } = toProblem(refusal('AccessDeniedException', message), 'iam').options;
    expect(cause).toBeInstanceOf(CognitoFailure);
    expect(JSON.stringify(cause) + String((cause as Error).stack)).not.toMatch(/123456789012/);
  });
});

describe('outcomeUnknown', () => {
  const UNKNOWN = [
    new AttemptTimeout('x'),
    network('ECONNRESET'),
    refusal('InternalErrorException', 'x', 500),
  ];
  const KNOWN = [
    network('ECONNREFUSED'),
    network('ENOTFOUND'),
    refusal('NotAuthorizedException'),
    refusal('TooManyRequestsException'),
    new CredentialsUnavailable('none'),
  ];

  for (const error of UNKNOWN) {
    it(`is true after ${error.message}`, () => {
      expect(outcomeUnknown(toProblem(error, 'access-token'))).toBe(true);
    });
  }

  for (const error of KNOWN) {
    it(`is false after ${error.name} ${error.message}`, () => {
      expect(outcomeUnknown(toProblem(error, 'access-token'))).toBe(false);
    });
  }

  it('is true for an error that is not a problem, because the outcome is unknown', () => {
    expect(outcomeUnknown(new TypeError('undefined is not a function'))).toBe(true);
  });
});
