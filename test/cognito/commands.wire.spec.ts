import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cognito } from '../../src/cognito/cognito';
import { outcomeUnknown } from '../../src/cognito/outcome';
import { Problem } from '../../src/problems/problem';
import { CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { freePort } from '../support/free-port';
import { until } from '../support/until';
import { wireSettings } from '../support/wire-settings';

const AWS_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
/**
 * A hanging endpoint never answers, so a limit need only be well below that. The number of attempts is
 * counted.
 */
const PATIENT_MS = 20_000;
const ADA: Answer = { json: { Username: 'ada', UserAttributes: [] } };

const GET_USER = ['GetUser', { AccessToken: 'token' }] as const;
const ADMIN_GET_USER = ['AdminGetUser', { Username: 'ada' }] as const;
const DISABLE = ['AdminDisableUser', { Username: 'ada' }] as const;
const CHANGE_PASSWORD = [
  'ChangePassword',
  { AccessToken: 't', PreviousPassword: 'a', ProposedPassword: 'b' },
] as const;

const failure = (sent: Promise<unknown>): Promise<Problem> =>
  sent.then(
    () => Promise.reject(new Error('The command succeeded')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(Problem);
      return error as Problem;
    },
  );

describe('commands on the wire (stub endpoint, no emulator)', () => {
  const kept = new Map<string, string | undefined>();
  let stub: CognitoStub;
  let cognito: Cognito;

  const withCredentials = () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
  };

  beforeAll(async () => {
    for (const name of [...AWS_VARIABLES, 'AWS_EC2_METADATA_DISABLED', 'HOME'])
      kept.set(name, process.env[name]);
    stub = await CognitoStub.start();
  });

  beforeEach(() => {
    for (const name of AWS_VARIABLES) delete process.env[name];
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    process.env['HOME'] = '/nonexistent';
    stub.reset();
    cognito = new Cognito(wireSettings(stub.url).cognito);
  });

  afterEach(() => cognito.onApplicationShutdown());

  afterAll(async () => {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await stub.close();
  });

  describe('rights', () => {
    it('sends actions without IAM rights unsigned, without any AWS credentials', async () => {
      stub.on('GetUser', ADA);
      await expect(cognito.send(...GET_USER)).resolves.toMatchObject({ Username: 'ada' });
      expect(stub.requests[0]?.headers.authorization).toBeUndefined();
      expect(stub.requests[0]?.body).toBe('{"AccessToken":"token"}');
    });

    it('signs actions that need IAM rights', async () => {
      withCredentials();
      stub.on('AdminGetUser', ADA);
      await cognito.send(...ADMIN_GET_USER);
      expect(stub.requests[0]?.headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/cognito-idp\/aws4_request/,
      );
    });

    it('answers cognito_denied immediately without AWS credentials, and does not call Cognito', async () => {
      const problem = await failure(cognito.send(...ADMIN_GET_USER));
      expect(problem).toMatchObject({ status: 502, code: 'cognito_denied' });
      expect(outcomeUnknown(problem)).toBe(false);
      expect(stub.requests).toEqual([]);
    });

    it('waits for a credential provider no longer than for two attempts', async () => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => sockets.push(socket));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] =
        `http://127.0.0.1:${(silent.address() as AddressInfo).port}/creds`;
      const started = performance.now();
      const problem = await failure(cognito.send(...ADMIN_GET_USER));
      delete process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
      silent.close();
      for (const socket of sockets) socket.destroy();
      expect(['cognito_unavailable', 'cognito_denied']).toContain(problem.code);
      expect(performance.now() - started).toBeLessThan(PATIENT_MS);
    });
  });

  describe('time', () => {
    for (const answer of ['hang', 'drip'] as const) {
      it(`makes one attempt at a write when the endpoint does ${answer}, and closes the connection`, async () => {
        stub.on('ChangePassword', answer);
        const started = performance.now();
        const problem = await failure(cognito.send(...CHANGE_PASSWORD));
        expect(performance.now() - started).toBeLessThan(PATIENT_MS);
        expect(problem).toMatchObject({
          status: 503,
          code: 'cognito_unavailable',
          options: { retryAfter: 5 },
        });
        expect(outcomeUnknown(problem)).toBe(true);
        expect(stub.actions).toEqual(['ChangePassword']);
        await expect(stub.requests[0]?.cutShort).resolves.toBe(true);
      });

      it(`makes two attempts at a read when the endpoint does ${answer}, in twice the timeout`, async () => {
        stub.on('GetUser', answer);
        const started = performance.now();
        const problem = await failure(cognito.send(...GET_USER));
        expect(performance.now() - started).toBeLessThan(PATIENT_MS);
        expect(problem.code).toBe('cognito_unavailable');
        expect(stub.actions).toEqual(['GetUser', 'GetUser']);
      });
    }

    it('succeeds if the second attempt at a read does', async () => {
      stub.on('GetUser', 'hang', ADA);
      await expect(cognito.send(...GET_USER)).resolves.toMatchObject({ Username: 'ada' });
    });

    it('aborts the request when the caller disconnects, and does not retry', async () => {
      stub.on('GetUser', 'hang');
      const gone = new AbortController();
      const failed = failure(cognito.send(...GET_USER, { signal: gone.signal }));
      await until('Cognito is called', () => stub.requests.length === 1);
      gone.abort();
      await failed;
      expect(stub.actions).toEqual(['GetUser']);
      await expect(stub.requests[0]?.cutShort).resolves.toBe(true);
    });

    it('sends nothing for a caller who has disconnected already', async () => {
      await failure(cognito.send(...GET_USER, { signal: AbortSignal.abort() }));
      expect(stub.requests).toEqual([]);
    });
  });

  describe('a second attempt', () => {
    const PASSING: [string, Answer][] = [
      ['a 500', exception('InternalErrorException', 'Internal', 500)],
      ['a cut connection', 'reset'],
      ['half an answer', 'half'],
      ['a web page', html(200)],
      ['an answer without a username', { json: {} }],
      ['a throttle', exception('TooManyRequestsException')],
    ];

    for (const [what, answer] of PASSING) {
      it(`of a read follows ${what}`, async () => {
        stub.on('GetUser', answer, ADA);
        await expect(cognito.send(...GET_USER)).resolves.toMatchObject({ Username: 'ada' });
        expect(stub.requests).toHaveLength(2);
      });
    }

    for (const [what, answer] of PASSING.slice(0, 4)) {
      it(`of a write does not follow ${what}, whose outcome is unknown`, async () => {
        stub.on('ChangePassword', answer, exception('NotAuthorizedException'));
        const problem = await failure(cognito.send(...CHANGE_PASSWORD));
        expect(problem.code).toBe('cognito_unavailable');
        expect(outcomeUnknown(problem)).toBe(true);
        expect(stub.requests).toHaveLength(1);
      });
    }

    it('of a write follows throttling, which refused the first', async () => {
      withCredentials();
      stub.on('AdminDisableUser', exception('TooManyRequestsException'), { json: {} });
      await cognito.sendRevoking(...DISABLE);
      expect(stub.requests).toHaveLength(2);
    });

    it('is the last one: throttling again is 429 with Retry-After', async () => {
      stub.on('ChangePassword', exception('TooManyRequestsException'));
      const problem = await failure(cognito.send(...CHANGE_PASSWORD));
      expect(problem).toMatchObject({ status: 429, code: 'rate_limited', options: { retryAfter: 1 } });
      expect(stub.requests).toHaveLength(2);
    });

    it('never follows a refusal or a limit that does not pass soon', async () => {
      for (const name of ['NotAuthorizedException', 'LimitExceededException', 'AccessDeniedException']) {
        stub.reset();
        stub.on('GetUser', exception(name));
        await failure(cognito.send(...GET_USER));
        expect(stub.requests).toHaveLength(1);
      }
    });

    it('of a write follows a refused connection, after which the outcome is known', async () => {
      const lost = new Cognito(wireSettings(`http://127.0.0.1:${await freePort()}`).cognito);
      const problem = await failure(lost.send(...CHANGE_PASSWORD));
      expect(problem.code).toBe('cognito_unavailable');
      expect(outcomeUnknown(problem)).toBe(false);
      lost.onApplicationShutdown();
    });
  });

  describe('answers', () => {
    const JUNK: [string, Answer][] = [
      ['a web page with 200', html(200)],
      ['a web page with 400', html(400)],
      ['a web page with 502', html(502)],
      ['an empty 500', { status: 500, text: '' }],
      ['neither tokens nor a challenge', { json: {} }],
      ['tokens without an access token', { json: { AuthenticationResult: { IdToken: 'x' } } }],
      ['a list', { json: [] }],
      ['a number', { json: 5 }],
    ];

    for (const [what, answer] of JUNK) {
      it(`that are ${what} are 503 cognito_unavailable`, async () => {
        stub.on('InitiateAuth', answer);
        const signIn = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'client1' } as const;
        await expect(cognito.send('InitiateAuth', signIn)).rejects.toMatchObject({
          status: 503,
          code: 'cognito_unavailable',
        });
      });
    }

    it('without a list of users are 503 cognito_unavailable, and not an empty page', async () => {
      withCredentials();
      stub.on('ListUsers', { json: {} });
      await expect(cognito.send('ListUsers', {})).rejects.toMatchObject({
        code: 'cognito_unavailable',
      });
    });

    it('with an exception keep its name, with or without the namespace of AWS', async () => {
      for (const name of [
        'UserNotFoundException',
        'com.amazonaws.cognito.identity.idp#UserNotFoundException',
      ]) {
        stub.on('GetUser', exception(name));
        await expect(cognito.send(...GET_USER)).rejects.toMatchObject({
          code: 'user_not_found',
        });
      }
    });

    it('of 400 without an exception name are 502 cognito_error', async () => {
      stub.on('GetUser', { status: 400, json: {} });
      await expect(cognito.send(...GET_USER)).rejects.toMatchObject({
        code: 'cognito_error',
      });
    });
  });

  it('keeps connections alive', async () => {
    stub.on('GetUser', ADA);
    await cognito.send(...GET_USER);
    await cognito.send(...GET_USER);
    const [first, second] = stub.requests;
    expect(first?.port).toEqual(expect.any(Number));
    expect(second?.port).toBe(first?.port);
    expect(stub.requests[0]?.headers.connection).toBe('keep-alive');
  });

  describe('the result in metrics', () => {
    const observed: string[] = [];
    const observer = { observe: (_action: string, result: string) => void observed.push(result) };
    const USER = { ClientId: 'client1', Username: 'ada' };
    const CODE = { ...USER, ConfirmationCode: '1' };

    beforeEach(() => {
      observed.length = 0;
      cognito = new Cognito(wireSettings(stub.url).cognito, observer);
    });

    it('of sending a code is the same whether or not the user exists', async () => {
      for (const action of ['ForgotPassword', 'ResendConfirmationCode'] as const) {
        for (const answer of [
          { json: {} },
          exception('UserNotFoundException'),
          exception('LimitExceededException'),
          exception('NotAuthorizedException', 'User is disabled.'),
          exception('InvalidParameterException', 'User is already confirmed.'),
        ]) {
          stub.on(action, answer);
          await cognito.send(action, USER).catch(() => undefined);
        }
      }
      expect(new Set(observed)).toEqual(new Set(['ok']));
    });

    it('of a code that is used is the one that the caller gets', async () => {
      for (const name of ['CodeMismatchException', 'UserNotFoundException', 'NotAuthorizedException']) {
        stub.on('ConfirmSignUp', exception(name)).on('ConfirmForgotPassword', exception(name));
        await failure(cognito.send('ConfirmSignUp', CODE));
        await failure(cognito.send('ConfirmForgotPassword', { ...CODE, Password: 'p' }));
      }
      expect(new Set(observed)).toEqual(new Set(['code_mismatch']));
    });

    it('of an outage, throttling or a misconfigured app client is its own code', async () => {
      for (const answer of [
        html(503),
        exception('TooManyRequestsException'),
        exception('ResourceNotFoundException'),
      ]) {
        stub.on('ForgotPassword', answer);
        await failure(cognito.send('ForgotPassword', USER));
      }
      expect(observed).toEqual(['cognito_unavailable', 'rate_limited', 'cognito_misconfigured']);
    });
  });
});
