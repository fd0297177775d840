import { AUTH_PROBLEMS } from 'lifeguard-auth';

/**
 * Every problem that the service answers: its status and its title. The key is the `code` member, which clients
 * may rely on; a code keeps its meaning and its status.
 */
export const PROBLEMS = {
  ...AUTH_PROBLEMS,
  bad_credentials: { status: 401, title: 'The credentials are wrong' },
  refresh_token_reused: { status: 401, title: 'The refresh token was used before' },
  validation_failed: { status: 400, title: 'The request is not valid' },
  request_refused: { status: 400, title: 'The request was refused' },
  invalid_password: { status: 400, title: 'The password does not meet the policy' },
  invalid_parameter: { status: 400, title: 'Cognito refused a parameter' },
  code_mismatch: { status: 400, title: 'The code is wrong' },
  code_expired: { status: 400, title: 'The code has expired' },
  passkey_refused: { status: 400, title: 'The passkey was refused' },
  not_allowed: { status: 403, title: 'Cognito does not allow this' },
  attribute_not_writable: { status: 403, title: 'The attribute may not be written' },
  user_not_confirmed: { status: 403, title: 'The user is not confirmed' },
  password_reset_required: { status: 403, title: 'The password must be reset' },
  route_not_found: { status: 404, title: 'The route does not exist' },
  not_found: { status: 404, title: 'Not found' },
  user_not_found: { status: 404, title: 'The user does not exist' },
  method_not_allowed: { status: 405, title: 'The route does not have this method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  username_exists: { status: 409, title: 'The username is taken' },
  alias_exists: { status: 409, title: 'The e-mail address or phone number is taken' },
  group_exists: { status: 409, title: 'The group exists' },
  conflict: { status: 409, title: 'Conflicting change; retry' },
  user_state: { status: 409, title: 'The state of the user does not allow this' },
  mfa_not_set_up: { status: 409, title: 'The second factor is not set up' },
  feature_not_enabled: { status: 409, title: 'The user pool does not have this feature' },
  own_account: { status: 409, title: 'This cannot be done to your own account' },
  admin_group: { status: 409, title: 'The admin group cannot be deleted' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  expectation_failed: { status: 417, title: 'The expectation cannot be met' },
  refused_by_trigger: { status: 422, title: 'A Lambda trigger of the user pool refused' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'The service failed' },
  not_available_here: { status: 501, title: 'The endpoint of the user pool does not have this' },
  cognito_error: { status: 502, title: 'Cognito refused the request' },
  cognito_denied: { status: 502, title: 'The service lacks rights in AWS' },
  cognito_misconfigured: { status: 502, title: 'The user pool or its app client is set up wrongly' },
  code_not_delivered: { status: 502, title: 'The user pool could not send a code' },
  cognito_unavailable: { status: 503, title: 'Cognito cannot be reached' },
  overloaded: { status: 503, title: 'The service is overloaded' },
  not_ready: { status: 503, title: 'The service is not ready' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
