import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AWS_REQUEST_ID, CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken } from '../support/tokens';

const NAMED = { status: 400, awsRequestId: AWS_REQUEST_ID };

describe('The log line of a failure at Cognito (stub endpoint, no emulator)', () => {
  const key = makeKey();
  let keys: KeyServer;
  let cognito: CognitoStub;
  let service: Service;

  beforeAll(async () => {
    keys = await startKeyServer(key);
    cognito = await CognitoStub.start();
    service = await startService({
      ...TEST_ENVIRONMENT,
      COGNITO_JWKS_URI: keys.url,
      COGNITO_TIMEOUT_MS: '2000',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url,
    });
  });
  beforeEach(() => {
    cognito.reset();
    service.log.length = 0;
  });
  afterEach(() => cognito.reset());
  afterAll(async () => {
    await service.close();
    await cognito.close();
    await keys.close();
  });

  // On a busy machine a read of the keys may exceed its time; that is not about Cognito's API.
  const failures = (): Record<string, unknown>[] =>
    service.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg !== 'request' && !String(msg).startsWith('The signing keys'));

  const signIn = () =>
    service.call('/auth/sign-in', {
      method: 'POST',
      body: { username: 'alice', password: 'Correct-Horse-9' },
    });
  const forgot = () => service.call('/auth/forgot-password', { method: 'POST', body: { username: 'alice' } });

  const FAILURES: [string, Answer, number, string, Record<string, unknown>][] = [
    [
      'an outage',
      exception('InternalErrorException', 'x', 500),
      503,
      'cognito_unavailable',
      { exception: 'InternalErrorException', status: 500, awsRequestId: AWS_REQUEST_ID },
    ],
    [
      'an undocumented exception',
      exception('SomethingNewException'),
      502,
      'cognito_error',
      { ...NAMED, exception: 'SomethingNewException' },
    ],
    [
      'a failing trigger',
      exception('UnexpectedLambdaException'),
      502,
      'cognito_error',
      { ...NAMED, exception: 'UnexpectedLambdaException' },
    ],
    [
      'a wrong client secret',
      exception('NotAuthorizedException', 'Unable to verify secret hash for client client1'),
      502,
      'cognito_misconfigured',
      { ...NAMED, exception: 'NotAuthorizedException' },
    ],
    [
      'a missing SECRET_HASH',
      exception(
        'NotAuthorizedException',
        'Client c is configured with secret but SECRET_HASH was not received',
      ),
      502,
      'cognito_misconfigured',
      { ...NAMED, exception: 'NotAuthorizedException' },
    ],
    [
      'a deleted app client',
      exception('ResourceNotFoundException', 'User pool client c does not exist.'),
      502,
      'cognito_misconfigured',
      { ...NAMED, exception: 'ResourceNotFoundException' },
    ],
    [
      'a sign-in flow that is not enabled',
      exception('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
      502,
      'cognito_misconfigured',
      { ...NAMED, exception: 'InvalidParameterException' },
    ],
    [
      'a misconfigured user pool',
      exception('InvalidUserPoolConfigurationException'),
      502,
      'cognito_misconfigured',
      { ...NAMED, exception: 'InvalidUserPoolConfigurationException' },
    ],
    ['a cut connection', 'reset', 503, 'cognito_unavailable', { exception: 'Error' }],
    ['silence', 'hang', 503, 'cognito_unavailable', { exception: 'AttemptTimeout' }],
    ['a web page', html(502), 503, 'cognito_unavailable', { exception: 'SyntaxError', status: 502 }],
  ];

  it.each(FAILURES)(
    'names the exception, status and AWS request of %s',
    async (_, answer, status, code, cause) => {
      cognito.on('InitiateAuth', answer);
      expect((await signIn()).status).toBe(status);
      expect(failures()).toEqual([
        expect.objectContaining({ level: 40, code, cause, msg: 'dependency failed' }),
      ]);
    },
  );

  it('is also written for a signed-in caller', async () => {
    cognito.on('GetUser', exception('InternalErrorException', 'x', 500));
    expect((await service.call('/me', { token: signToken(key) })).status).toBe(503);
    expect(failures()).toMatchObject([{ cause: { exception: 'InternalErrorException', status: 500 } }]);
  });

  it('is not written for a caller who is refused', async () => {
    cognito.on('InitiateAuth', exception('NotAuthorizedException', 'Incorrect username or password.'));
    expect((await signIn()).status).toBe(401);
    expect(failures()).toEqual([]);
  });

  it('names the AWS request of a code that could not be sent, which the caller does not learn', async () => {
    cognito.on('ForgotPassword', exception('CodeDeliveryFailureException', 'to alice@example.com'));
    expect((await forgot()).status).toBe(202);
    const line = failures().find(({ context }) => context === 'HideUserExistence');
    expect(line).toMatchObject({ level: 40 });
    expect(JSON.stringify(line)).toContain(`CodeDeliveryFailureException (AWS request ${AWS_REQUEST_ID})`);
    expect(JSON.stringify(line)).not.toContain('alice');
  });
});
