import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthService, CONFIDENTIAL, type Answered } from './auth.service';
import { exception, type Answer } from './cognito-stub';

const NOBODY = exception('UserNotFoundException', 'User does not exist.');

let auth: AuthService;
beforeAll(async () => {
  auth = await AuthService.start(CONFIDENTIAL);
});
beforeEach(() => auth.stub.reset());
afterAll(() => auth.close());

/** Everything that a caller sees, but for what belongs to one request. */
const seen = ({ status, headers, body }: Answered) => {
  const { requestId: _, ...document } = body;
  const own = new Set(['x-request-id', 'date']);
  return { status, headers: [...headers].filter(([name]) => !own.has(name)), document };
};

type Route = readonly [path: string, body: object, action: string];
const SIGN_IN: Route = ['/auth/sign-in', { username: 'alice', password: 'p' }, 'InitiateAuth'];
const CHOICE: Route = ['/auth/sign-in', { flow: 'choice', username: 'alice' }, 'InitiateAuth'];
const SRP: Route = ['/auth/sign-in', { flow: 'srp', username: 'alice', srpA: 'a1' }, 'InitiateAuth'];
const CUSTOM: Route = ['/auth/sign-in', { flow: 'custom', username: 'alice' }, 'InitiateAuth'];
const CHALLENGE: Route = [
  '/auth/challenge',
  { challenge: 'SMS_MFA', session: 's', username: 'alice', responses: { SMS_MFA_CODE: '1' } },
  'RespondToAuthChallenge',
];
const REFRESH: Route = ['/auth/refresh', { refreshToken: 'r' }, 'GetTokensFromRefreshToken'];
const CONFIRM: Route = ['/auth/sign-up/confirm', { username: 'alice', code: '1' }, 'ConfirmSignUp'];
const RESEND: Route = ['/auth/sign-up/resend', { username: 'alice' }, 'ResendConfirmationCode'];
const FORGOT: Route = ['/auth/forgot-password', { username: 'alice' }, 'ForgotPassword'];
const RECOVER: Route = [
  '/auth/forgot-password/confirm',
  { username: 'alice', code: '1', password: 'p' },
  'ConfirmForgotPassword',
];
const SENT: Answer = { json: { CodeDeliveryDetails: {} } };

describe('A user who does not exist, in a pool that tells (on the wire; no emulator involved)', () => {
  const ALIKE: [string, Route, Answer][] = [
    ['a wrong password', SIGN_IN, exception('NotAuthorizedException', 'Incorrect username or password.')],
    ['a disabled user', SIGN_IN, exception('NotAuthorizedException', 'User is disabled.')],
    [
      'a temporary password that has expired',
      SIGN_IN,
      exception('NotAuthorizedException', 'Temporary password has expired'),
    ],
    [
      'a wrong passwordless start',
      CHOICE,
      exception('NotAuthorizedException', 'Incorrect username or password.'),
    ],
    ['a wrong SRP start', SRP, exception('NotAuthorizedException', 'Incorrect username or password.')],
    ['a wrong custom start', CUSTOM, exception('NotAuthorizedException', 'Incorrect username or password.')],
    [
      'a session that has ended',
      CHALLENGE,
      exception('NotAuthorizedException', 'Invalid session for the user.'),
    ],
    [
      'a revoked refresh token',
      REFRESH,
      exception('NotAuthorizedException', 'Refresh Token has been revoked'),
    ],
    ['a wrong code of a sign-up', CONFIRM, exception('CodeMismatchException')],
    // Cognito itself answers so where the app client hides who exists.
    ['an expired code of a sign-up', CONFIRM, exception('ExpiredCodeException', 'Invalid code provided')],
    [
      'a user who is confirmed already',
      CONFIRM,
      exception('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
    ],
    ['a code that was sent again', RESEND, SENT],
    [
      'a confirmed user who asks again',
      RESEND,
      exception('InvalidParameterException', 'User is already confirmed.'),
    ],
    ['a limit that Cognito keeps for the user (resend)', RESEND, exception('LimitExceededException')],
    ['a code to reset a password', FORGOT, SENT],
    ['a limit that Cognito keeps for the user (recovery)', FORGOT, exception('LimitExceededException')],
    [
      'a user without a verified address',
      FORGOT,
      exception(
        'InvalidParameterException',
        'Cannot reset password for the user as there is no registered/verified email',
      ),
    ],
    ['a message that could not be sent', FORGOT, exception('CodeDeliveryFailureException')],
    [
      'a trigger that refused',
      FORGOT,
      exception('UserLambdaValidationException', 'CustomMessage failed with error no'),
    ],
    ['a wrong code of a recovery', RECOVER, exception('CodeMismatchException')],
    ['a disabled user who recovers', RECOVER, exception('NotAuthorizedException', 'User is disabled.')],
  ];
  it.each(ALIKE)('is answered like %s', async (_, [path, body, action], ofSomebody) => {
    auth.stub.on(action, ofSomebody);
    const somebody = seen(await auth.post(path, body));
    auth.stub.on(action, NOBODY);
    expect(seen(await auth.post(path, body))).toEqual(somebody);
  });

  it('gets one answer to a sign-up code that is wrong, expired, used or of nobody', async () => {
    const refusals = [
      exception('CodeMismatchException', 'Invalid verification code provided, please try again.'),
      exception('ExpiredCodeException', 'Invalid code provided, please request a code again.'),
      exception('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
      exception('InvalidParameterException', 'User is already confirmed.'),
      NOBODY,
    ];
    const [path, body, action] = CONFIRM;
    const answers = [];
    for (const refusal of refusals) {
      auth.stub.on(action, refusal);
      answers.push(seen(await auth.post(path, body)));
    }
    const detail = 'The code is wrong or has expired; ask for another.';
    expect(answers[0]).toMatchObject({ status: 400, document: { code: 'code_mismatch', detail } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  const LOCKED = exception('NotAuthorizedException', 'Password attempts exceeded');

  it('is locked after as many wrong passwords as one who exists, and answered alike', async () => {
    auth.stub.on('InitiateAuth', LOCKED);
    const locked = seen(await auth.post('/auth/sign-in', { username: 'locked', password: 'p' }));
    expect(locked).toMatchObject({ status: 429, document: { code: 'rate_limited' } });
    expect(new Map(locked.headers.map(([name, value]) => [name, value])).get('retry-after')).toBe('60');

    auth.stub.on('InitiateAuth', NOBODY);
    const nobody = { username: `nobody-${Date.now()}`, password: 'p' };
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await auth.post('/auth/sign-in', nobody)).status).toBe(401);
    expect(seen(await auth.post('/auth/sign-in', nobody))).toEqual(locked);
    // Another name is not.
    expect((await auth.post('/auth/sign-in', { ...nobody, username: 'another' })).status).toBe(401);
    // Cognito was called each time, so that the time of the answer does not tell either.
    expect(auth.stub.requests.length).toBe(8);
  });

  it('is locked at the password of choice-based sign-in, too', async () => {
    auth.stub.on('InitiateAuth', NOBODY);
    const body = { flow: 'choice', prefer: 'password', username: `choice-${Date.now()}`, password: 'p' };
    for (let failure = 1; failure <= 5; failure += 1) await auth.post('/auth/sign-in', body);
    expect((await auth.post('/auth/sign-in', body)).status).toBe(429);
  });

  const TOLD: [string, Route, Answer, string][] = [
    ['an unconfirmed user at sign-in', SIGN_IN, exception('UserNotConfirmedException'), 'user_not_confirmed'],
    [
      'a password that must be reset',
      SIGN_IN,
      exception('PasswordResetRequiredException'),
      'password_reset_required',
    ],
    ['throttling at recovery', FORGOT, exception('TooManyRequestsException'), 'rate_limited'],
    ['an outage at recovery', FORGOT, exception('InternalErrorException', 'x', 500), 'cognito_unavailable'],
    [
      'a broken app client at recovery',
      FORGOT,
      exception('ResourceNotFoundException'),
      'cognito_misconfigured',
    ],
  ];
  it.each(TOLD)('differs from %s, which is told', async (_, [path, body, action], answer, code) => {
    auth.stub.on(action, answer);
    expect((await auth.post(path, body)).body).toMatchObject({ code });
  });
});

describe('The time of an answer (on the wire; no emulator involved)', () => {
  const median = (times: readonly number[]): number =>
    times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

  const later = (answer: Answer): Answer =>
    typeof answer === 'string' ? answer : { ...answer, afterMs: 120 };
  const SENT_LATER = later(SENT);
  const REFUSED_LATER = later(exception('NotAuthorizedException', 'Incorrect username or password.'));
  const WRONG_CODE_LATER = later(exception('CodeMismatchException'));
  const ROUTES: [string, Route, Answer][] = [
    ['sign-up/resend', RESEND, SENT_LATER],
    ['forgot-password', FORGOT, SENT_LATER],
    ['sign-in', SIGN_IN, REFUSED_LATER],
    ['sign-in by choice', CHOICE, REFUSED_LATER],
    ['sign-up/confirm', CONFIRM, WRONG_CODE_LATER],
    ['forgot-password/confirm', RECOVER, WRONG_CODE_LATER],
  ];
  it.each(ROUTES)(
    'at %s is the same for a user whom Cognito answers later',
    async (_, [path, body, action], ofSomebody) => {
      const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
      const measure = async (kind: 'known' | 'unknown', answer: Answer, count: number) => {
        auth.stub.on(action, answer);
        const started = performance.now();
        // A new name each time: a name that fails often is locked.
        await auth.post(path, { ...body, username: `${kind}-${count}` });
        times[kind].push(performance.now() - started);
      };
      for (let count = 0; count < 12; count += 1) {
        await measure('known', ofSomebody, count);
        await measure('unknown', NOBODY, count);
      }
      // The first of each kind are left out: how long a user takes is not known yet.
      const difference = median(times.known.slice(3)) - median(times.unknown.slice(3));
      expect(Math.abs(difference)).toBeLessThan(40);
    },
    20_000,
  );
});
