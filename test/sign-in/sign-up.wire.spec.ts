import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cognito } from '../../src/cognito/cognito';
import { secretHash } from '../../src/cognito/secret-hash';
import type { Problem } from '../../src/problems/problem';
import { AnswerTime } from '../../src/sign-in/answer-time';
import { AppClient } from '../../src/sign-in/app-client';
import { ForgotPasswordService } from '../../src/sign-in/forgot-password.service';
import { HideUserExistence } from '../../src/sign-in/hide-user-existence';
import { SignUpService } from '../../src/sign-in/sign-up.service';
import { CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { wireSettings } from '../support/wire-settings';
import { throttleOff } from './throttle';

const HASH = secretHash('topsecret', 'alice', 'client1');

describe('sign-up and forgotten passwords on the wire (stub endpoint, no emulator)', () => {
  let stub: CognitoStub;
  let cognito: Cognito;
  let signUps: SignUpService;
  let forgotten: ForgotPasswordService;

  beforeAll(async () => {
    stub = await CognitoStub.start();
    const settings = wireSettings(stub.url, { COGNITO_CLIENT_SECRETS: 'client1=topsecret' });
    cognito = new Cognito(settings.cognito);
    const client = new AppClient(settings.cognito);
    const throttle = throttleOff(cognito);
    const time = new AnswerTime();
    const hidden = new HideUserExistence(time);
    signUps = new SignUpService(cognito, client, throttle, hidden, time, settings.access);
    forgotten = new ForgotPasswordService(cognito, client, throttle, hidden, time);
  });
  beforeEach(() => stub.reset());
  afterAll(async () => {
    cognito.onApplicationShutdown();
    await stub.close();
  });

  describe('SignUp', () => {
    it('is called with the attributes, unsigned', async () => {
      stub.on('SignUp', { json: { UserConfirmed: false, UserSub: 'sub' } });
      const account = { username: 'alice', password: 'p', attributes: { email: 'a@example.com' } };
      await expect(signUps.signUp(account)).resolves.toEqual({ confirmed: false, sub: 'sub' });
      expect(stub.requests[0]?.headers.authorization).toBeUndefined();
      expect(stub.sent('SignUp')).toEqual([
        {
          ClientId: 'client1',
          SecretHash: HASH,
          Username: 'alice',
          Password: 'p',
          UserAttributes: [{ Name: 'email', Value: 'a@example.com' }],
        },
      ]);
    });

    it('is not called for an attribute that people may not write; the problem names it', async () => {
      const account = { username: 'alice', password: 'p', attributes: { name: 'A', 'custom:role': 'admin' } };
      await expect(signUps.signUp(account)).rejects.toMatchObject({
        status: 403,
        code: 'attribute_not_writable',
        detail: 'You may not write custom:role.',
      });
      expect(stub.requests).toEqual([]);
    });

    it('is not retried after a lost answer, because the username would then be taken', async () => {
      stub.on('SignUp', 'reset', exception('UsernameExistsException'));
      const sent = signUps.signUp({ username: 'alice', password: 'p' });
      await expect(sent).rejects.toMatchObject({ code: 'cognito_unavailable' });
      expect(stub.requests).toHaveLength(1);
    });

    const REFUSED: [string, string, string][] = [
      ['UsernameExistsException', 'x', 'username_exists'],
      ['InvalidPasswordException', 'x', 'invalid_password'],
      ['UserLambdaValidationException', 'x', 'refused_by_trigger'],
      ['NotAuthorizedException', 'SignUp is not permitted for this user pool', 'not_allowed'],
    ];
    it.each(REFUSED)('maps %s "%s" to %s', async (name, message, code) => {
      stub.on('SignUp', exception(name, message));
      await expect(signUps.signUp({ username: 'alice', password: 'p' })).rejects.toMatchObject({ code });
    });
  });

  it('calls ConfirmSignUp with the code', async () => {
    await signUps.confirm({ username: 'alice', code: '123456' });
    expect(stub.sent('ConfirmSignUp')).toEqual([
      { ClientId: 'client1', SecretHash: HASH, Username: 'alice', ConfirmationCode: '123456' },
    ]);
  });

  it('answers the same to a wrong code, an unknown user and a confirmed user of ConfirmSignUp', async () => {
    const confirmation = { username: 'alice', code: '1' };
    const answers: unknown[] = [];
    for (const answer of [
      exception('CodeMismatchException'),
      exception('UserNotFoundException'),
      exception('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED'),
    ]) {
      stub.on('ConfirmSignUp', answer);
      await signUps
        .confirm(confirmation)
        .catch((error: Problem) => answers.push([error.toDocument('1'), error.challenge]));
    }
    expect(answers[0]).toMatchObject([{ status: 400, code: 'code_mismatch' }, undefined]);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
  });

  const SENDING: [string, () => Promise<void>][] = [
    ['ResendConfirmationCode', () => signUps.resend({ username: 'alice' })],
    ['ForgotPassword', () => forgotten.request({ username: 'alice' })],
  ];

  describe.each(SENDING)('%s', (action, send) => {
    it('is called for the user', async () => {
      await send();
      expect(stub.sent(action)).toEqual([{ ClientId: 'client1', SecretHash: HASH, Username: 'alice' }]);
    });

    const SILENT: [string, string][] = [
      ['UserNotFoundException', 'User does not exist.'],
      ['NotAuthorizedException', 'User is disabled.'],
      ['InvalidParameterException', 'User is already confirmed.'],
      [
        'InvalidParameterException',
        'Cannot reset password for the user as there is no registered/verified email',
      ],
      ['UserNotConfirmedException', 'User is not confirmed.'],
      ['CodeDeliveryFailureException', 'Unable to deliver'],
      ['UserLambdaValidationException', 'CustomMessage failed with error no'],
      ['UnexpectedLambdaException', 'CustomMessage invocation failed'],
      ['LimitExceededException', 'Attempt limit exceeded, please try after some time.'],
    ];
    it.each(SILENT)('hides %s "%s", which would reveal a user', async (name, message) => {
      stub.on(action, exception(name, message));
      await expect(send()).resolves.toBeUndefined();
    });

    const TOLD: [string, Answer, string][] = [
      ['throttling', exception('TooManyRequestsException'), 'rate_limited'],
      [
        'a wrong client secret',
        exception('NotAuthorizedException', 'Unable to verify secret hash for client client1'),
        'cognito_misconfigured',
      ],
      ['a wrong parameter', exception('InvalidParameterException', 'Value at username'), 'invalid_parameter'],
      ['an unknown app client', exception('ResourceNotFoundException'), 'cognito_misconfigured'],
      ['another refusal', exception('SomethingException'), 'cognito_error'],
      ['an outage', html(500), 'cognito_unavailable'],
    ];
    it.each(TOLD)('reports %s', async (_what, answer, code) => {
      stub.on(action, answer);
      await expect(send()).rejects.toMatchObject({ code });
    });
  });

  describe('ConfirmForgotPassword', () => {
    const reset = { username: 'alice', code: '123456', password: 'Next-1' };

    it('is called with the code and the new password', async () => {
      await forgotten.confirm(reset);
      expect(stub.sent('ConfirmForgotPassword')).toEqual([
        {
          ClientId: 'client1',
          SecretHash: HASH,
          Username: 'alice',
          ConfirmationCode: '123456',
          Password: 'Next-1',
        },
      ]);
    });

    it('answers the same to a wrong code and to an unknown user', async () => {
      const answers: unknown[] = [];
      for (const name of ['CodeMismatchException', 'UserNotFoundException']) {
        stub.on('ConfirmForgotPassword', exception(name));
        await forgotten.confirm(reset).catch((error: { toDocument(id: string): unknown }) => {
          answers.push(error.toDocument('1'));
        });
      }
      expect(answers).toHaveLength(2);
      expect(answers[0]).toMatchObject({ status: 400, code: 'code_mismatch' });
      expect(answers[1]).toEqual(answers[0]);
    });
  });
});
