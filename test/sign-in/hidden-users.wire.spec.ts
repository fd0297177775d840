import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exception, type Answer, type WireRequest } from '../support/cognito-stub';
import { CONFIDENTIAL, StubService } from '../support/stub.service';
import type { Answer as Answered } from '../support/test-service';

const NOBODY = exception('UserNotFoundException', 'User does not exist.');

let auth: StubService;
beforeAll(async () => {
  auth = await StubService.start(CONFIDENTIAL);
});
beforeEach(() => auth.stub.reset());
afterAll(() => auth.close());

/** Everything that a caller sees, except what differs for each request. */
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

describe('A user who does not exist, in a pool that reveals it (on the wire; no emulator involved)', () => {
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
    // Cognito itself answers like this if the app client hides who exists.
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
    ['an expired code of a recovery', RECOVER, exception('ExpiredCodeException')],
    ['a disabled user who recovers', RECOVER, exception('NotAuthorizedException', 'User is disabled.')],
  ];
  it.each(ALIKE)('gets the same answer as %s', async (_, [path, body, action], ofSomebody) => {
    auth.stub.on(action, ofSomebody);
    const somebody = seen(await auth.post(path, body));
    auth.stub.on(action, NOBODY);
    expect(seen(await auth.post(path, body))).toEqual(somebody);
  });

  it('gets the same answer to a sign-up code that is wrong, expired, used or for nobody', async () => {
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
    const detail = 'The code is wrong or has expired; request another.';
    expect(answers[0]).toMatchObject({ status: 400, document: { code: 'code_mismatch', detail } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  const LOCKED = exception('NotAuthorizedException', 'Password attempts exceeded');

  it('is locked after the same number of wrong passwords as an existing user, with the same answer', async () => {
    auth.stub.on('InitiateAuth', LOCKED);
    const locked = seen(await auth.post('/auth/sign-in', { username: 'locked', password: 'p' }));
    expect(locked).toMatchObject({ status: 429, document: { code: 'rate_limited' } });
    expect(new Map(locked.headers.map(([name, value]) => [name, value])).get('retry-after')).toBe('60');

    auth.stub.on('InitiateAuth', NOBODY);
    const nobody = { username: `nobody-${Date.now()}`, password: 'p' };
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await auth.post('/auth/sign-in', nobody)).status).toBe(401);
    expect(seen(await auth.post('/auth/sign-in', nobody))).toEqual(locked);
    // Another name is not locked.
    expect((await auth.post('/auth/sign-in', { ...nobody, username: 'another' })).status).toBe(401);
    // Cognito was called each time, so the response time does not reveal it either.
    expect(auth.stub.requests.length).toBe(8);
  });

  it('is also locked at the password of choice-based sign-in', async () => {
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
  it.each(TOLD)('does not hide %s', async (_, [path, body, action], answer, code) => {
    auth.stub.on(action, answer);
    expect((await auth.post(path, body)).body).toMatchObject({ code });
  });
});

/** How often a time of one list is above a time of the other: 0.5 if they cannot be distinguished. */
function advantage(times: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const time of times) for (const other of others) wins += time > other ? 1 : time === other ? 0.5 : 0;
  return wins / (times.length * others.length);
}

describe('The time of an answer (on the wire; no emulator involved)', () => {
  const vary = () => 10 + Math.random() * 40;
  const WRONG = exception('NotAuthorizedException', 'Incorrect username or password.');
  const SRP_PROOF: Route = [
    '/auth/challenge',
    {
      challenge: 'PASSWORD_VERIFIER',
      username: 'alice',
      responses: {
        PASSWORD_CLAIM_SIGNATURE: 's',
        PASSWORD_CLAIM_SECRET_BLOCK: 'b',
        TIMESTAMP: 'Thu Nov 26 09:30:00 UTC 2026',
      },
    },
    'RespondToAuthChallenge',
  ];
  const ROUTES: [string, Route, Answer][] = [
    ['sign-up/resend', RESEND, SENT],
    ['sign-up/resend, where Cognito limits the user', RESEND, exception('LimitExceededException')],
    ['forgot-password', FORGOT, SENT],
    ['sign-in', SIGN_IN, WRONG],
    ['sign-in by choice', CHOICE, WRONG],
    ['sign-in by SRP', SRP, WRONG],
    ['challenge', CHALLENGE, exception('CodeMismatchException')],
    ['challenge of SRP', SRP_PROOF, WRONG],
    ['refresh', REFRESH, exception('NotAuthorizedException', 'Refresh Token has been revoked')],
    ['sign-up/confirm', CONFIRM, exception('CodeMismatchException')],
    ['forgot-password/confirm', RECOVER, exception('CodeMismatchException')],
  ];
  /** Requests of each kind for one route. */
  const ROUNDS = 40;
  /** The first are omitted, because the duration for a user is not known yet. */
  const LEARNING = 10;
  const times = ROUTES.map(() => ({ known: [] as number[], unknown: [] as number[] }));

  /** Takes longer for an existing user, with variation. The username contains the route's index and the kind. */
  const answerByName = ({ body }: WireRequest): Answer => {
    const [, index, kind] = /\b(\d+)-(known|unknown)-/.exec(body) ?? [];
    const answer = ROUTES[Number(index)]?.[2];
    if (kind !== 'known' || typeof answer !== 'object') return NOBODY;
    return { ...answer, afterMs: vary() };
  };

  // All routes are measured concurrently, because most of the time is spent waiting. A busy machine delays both kinds
  // equally, because they alternate.
  beforeAll(async () => {
    auth.stub.reset();
    for (const [, [, , action]] of ROUTES) auth.stub.on(action, answerByName);
    await Promise.all(ROUTES.map((_, index) => measure(index)));
  }, 60_000);

  async function measure(index: number): Promise<void> {
    const [path, body] = ROUTES[index]?.[1] ?? SIGN_IN;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of ['known', 'unknown'] as const) {
        // A new name and token each time, because a name that fails often is locked.
        const name = `${index}-${kind}-${round}`;
        const started = performance.now();
        await auth.post(path, 'username' in body ? { ...body, username: name } : { refreshToken: name });
        times[index]?.[kind].push(performance.now() - started);
      }
    }
  }

  it.each(ROUTES.map(([title], index) => [title, index] as const))(
    'at %s is the same for a user whom Cognito answers later',
    (_, index) => {
      const { known = [], unknown = [] } = times[index] ?? {};
      expect([known.length, unknown.length]).toEqual([ROUNDS, ROUNDS]);
      const difference = advantage(unknown.slice(LEARNING), known.slice(LEARNING)) - 0.5;
      expect(Math.abs(difference)).toBeLessThan(0.3);
    },
  );
});
