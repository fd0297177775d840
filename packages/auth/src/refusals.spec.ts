import { keysUnavailable, tokenExpired, tokenInvalid, tokenRevoked } from './refusals.ts';

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

  it('is none where the keys cannot be had: the caller tries again and keeps its token', () => {
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
