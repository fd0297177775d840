import {
  forbidden,
  identityMismatch,
  identityMissing,
  insufficientScope,
  invalidRequest,
  keysUnavailable,
  stepUpRequired,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
  tokenRevoked,
} from './refusals.ts';

describe('the refusal of a token', () => {
  it.each([
    ['token_invalid', () => tokenInvalid('It is odd.'), 'It is odd.'],
    ['token_expired', tokenExpired, expect.stringContaining('expired')],
    ['token_revoked', tokenRevoked, expect.stringContaining('revoked')],
  ])('is %s, with the challenge of RFC 6750 section 3.1', (code, make, detail) => {
    const problem = make();
    expect(problem).toMatchObject({ code, status: 401, detail });
    expect(problem.challenge).toBe(
      `Bearer realm="lifeguard", error="invalid_token", error_description="${problem.detail}"`,
    );
  });

  it('is 503 without a challenge if the keys are unavailable, so that the caller keeps the token and retries', () => {
    const cause = new Error('down');
    expect(keysUnavailable(cause)).toMatchObject({
      code: 'keys_unavailable',
      status: 503,
      cause,
      options: { retryAfter: 5 },
    });
    expect(keysUnavailable(cause).challenge).toBeUndefined();
  });
});

describe('the other refusals', () => {
  it.each<[string, () => { readonly challenge: string | undefined }, number, string | undefined]>([
    ['token_missing', tokenMissing, 401, 'Bearer realm="lifeguard"'],
    [
      'invalid_request',
      () => invalidRequest('It is odd.'),
      400,
      'Bearer realm="lifeguard", error="invalid_request", error_description="It is odd."',
    ],
    [
      'insufficient_scope',
      () => insufficientScope(['a/b', 'c']),
      403,
      'Bearer realm="lifeguard", error="insufficient_scope", ' +
        'error_description="The access token lacks a scope that the route requires.", scope="a/b c"',
    ],
    [
      'step_up_required',
      () => stepUpRequired({ maxAge: 300, acrValues: ['gold', 'silver'] }),
      401,
      'Bearer realm="lifeguard", error="insufficient_user_authentication", ' +
        'error_description="The sign-in is too old or not strong enough for this route.", ' +
        'max_age="300", acr_values="gold silver"',
    ],
    [
      'step_up_required',
      () => stepUpRequired({ maxAge: 0 }),
      401,
      'Bearer realm="lifeguard", error="insufficient_user_authentication", ' +
        'error_description="The sign-in is too old or not strong enough for this route.", max_age="0"',
    ],
    [
      'identity_mismatch',
      () => identityMismatch('It is another.'),
      401,
      'Bearer realm="lifeguard", error="invalid_token", error_description="It is another."',
    ],
    ['identity_missing', identityMissing, 400, undefined],
    ['forbidden', forbidden, 403, undefined],
  ])('%s has the challenge of RFC 6750 or RFC 9470', (code, make, status, challenge) => {
    const problem = make();
    expect(problem).toMatchObject({ code, status });
    expect(problem.challenge).toBe(challenge);
  });
});
