import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cognito } from '../../src/cognito/cognito';
import { CognitoClock } from '../../src/cognito/cognito-clock';
import { secretHash } from '../../src/cognito/secret-hash';
import { AnswerTime } from '../../src/sign-in/answer-time';
import { AppClient } from '../../src/sign-in/app-client';
import { IssuedTokens } from '../../src/sign-in/issued-tokens';
import { Lockout } from '../../src/sign-in/lockout';
import { RefreshService } from '../../src/sign-in/refresh.service';
import { SharedRefresh } from '../../src/sign-in/shared-refresh';
import { SignInService } from '../../src/sign-in/sign-in.service';
import { CognitoStub, exception, html, type Answer } from '../support/cognito-stub';
import { KeptRevocations } from '../support/kept-revocations';
import { until } from '../support/until';
import { wireSettings } from '../support/wire-settings';
import { throttleOff } from './throttle';

const SECRET = { COGNITO_CLIENT_SECRETS: 'client1=topsecret' };
const HASH = secretHash('topsecret', 'alice', 'client1');

const issued = (more: object = {}): Answer => ({
  json: {
    AuthenticationResult: {
      AccessToken: 'access',
      IdToken: 'id',
      RefreshToken: 'refresh',
      TokenType: 'Bearer',
      ExpiresIn: 3600,
      ...more,
    },
  },
});

const TOKENS = {
  accessToken: 'access',
  idToken: 'id',
  refreshToken: 'refresh',
  tokenType: 'Bearer',
  expiresIn: 3600,
};

describe('sign-in on the wire (stub endpoint, no emulator)', () => {
  let stub: CognitoStub;
  const open: Cognito[] = [];

  const services = (more: Record<string, string> = {}, withEndpoint = true) => {
    const settings = wireSettings(stub.url, more);
    const cognito = new Cognito(settings.cognito);
    open.push(cognito);
    const client = new AppClient(settings.cognito);
    const seen = withEndpoint ? settings.cognito : { ...settings.cognito, endpoint: undefined };
    const checks = new IssuedTokens(new KeptRevocations(), new CognitoClock());
    const refreshes = new RefreshService(
      cognito,
      client,
      new SharedRefresh(),
      checks,
      new AnswerTime(),
      seen,
    );
    return {
      signIns: new SignInService(
        cognito,
        client,
        throttleOff(cognito),
        new Lockout(),
        new AnswerTime(),
        refreshes,
        checks,
        settings.access,
      ),
      refreshes,
    };
  };

  beforeAll(async () => {
    stub = await CognitoStub.start();
  });
  beforeEach(() => stub.reset());
  afterEach(() => open.splice(0).forEach((cognito) => cognito.onApplicationShutdown()));
  afterAll(() => stub.close());

  describe('InitiateAuth', () => {
    it('is called with the password, byte for byte', async () => {
      stub.on('InitiateAuth', issued());
      const credentials = { username: ' Älice+🦄 ', password: ' p"\\ \u0000 ' };
      await expect(services().signIns.signIn(credentials)).resolves.toEqual(TOKENS);
      expect(stub.requests[0]?.headers['x-amz-target']).toBe(
        'AWSCognitoIdentityProviderService.InitiateAuth',
      );
      expect(stub.requests[0]?.headers.authorization).toBeUndefined();
      expect(stub.sent('InitiateAuth')).toEqual([
        {
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: 'client1',
          AuthParameters: { USERNAME: ' Älice+🦄 ', PASSWORD: ' p"\\ \u0000 ' },
        },
      ]);
    });

    it('contains the SECRET_HASH of a confidential client', async () => {
      stub.on('InitiateAuth', issued());
      await services(SECRET).signIns.signIn({ username: 'alice', password: 'x' });
      expect(stub.sent('InitiateAuth')).toMatchObject([{ AuthParameters: { SECRET_HASH: HASH } }]);
    });

    it('uses the configured app client', async () => {
      stub.on('InitiateAuth', issued());
      await services({ COGNITO_AUTH_CLIENT_ID: 'client2' }).signIns.signIn({
        username: 'alice',
        password: 'x',
      });
      expect(stub.sent('InitiateAuth')).toMatchObject([{ ClientId: 'client2' }]);
    });

    it('may return a challenge with string parameters', async () => {
      stub.on('InitiateAuth', {
        json: {
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session: 's',
          ChallengeParameters: { USER_ID_FOR_SRP: 'a' },
        },
      });
      await expect(services().signIns.signIn({ username: 'alice', password: 'x' })).resolves.toEqual({
        challenge: 'SOFTWARE_TOKEN_MFA',
        session: 's',
        parameters: { USER_ID_FOR_SRP: 'a' },
      });
    });

    it('may return a challenge without parameters, which become an empty object', async () => {
      stub.on('InitiateAuth', { json: { ChallengeName: 'SMS_MFA', Session: 's' } });
      await expect(services().signIns.signIn({ username: 'alice', password: 'x' })).resolves.toMatchObject({
        parameters: {},
      });
    });

    it('is called once: an outage is 503, and a wrong password is not retried', async () => {
      for (const [answer, code] of [
        [exception('InternalErrorException', 'x', 500), 'cognito_unavailable'],
        [exception('NotAuthorizedException', 'Incorrect username or password.'), 'bad_credentials'],
        [exception('UserNotFoundException', 'User does not exist.'), 'bad_credentials'],
        [exception('UserNotConfirmedException'), 'user_not_confirmed'],
      ] as const) {
        stub.reset();
        stub.on('InitiateAuth', answer);
        const sent = services().signIns.signIn({ username: 'alice', password: 'x' });
        await expect(sent).rejects.toMatchObject({ code });
        expect(stub.requests).toHaveLength(1);
      }
    });

    it('is aborted when the caller disconnects', async () => {
      stub.on('InitiateAuth', 'hang');
      const gone = new AbortController();
      const sent = services().signIns.signIn({ username: 'alice', password: 'x' }, { gone: gone.signal });
      sent.catch(() => undefined);
      await until('Cognito is called', () => stub.requests.length === 1);
      gone.abort();
      await expect(sent).rejects.toMatchObject({ code: 'cognito_unavailable' });
      await expect(stub.requests[0]?.cutShort).resolves.toBe(true);
    });
  });

  describe('RespondToAuthChallenge', () => {
    const response = {
      challenge: 'NEW_PASSWORD_REQUIRED',
      session: 'session',
      username: 'alice',
      responses: { NEW_PASSWORD: 'Next-1', USERNAME: 'mallory', SECRET_HASH: 'forged' },
    } as const;

    it('sends USERNAME and SECRET_HASH from `username`, and ignores those in the responses', async () => {
      stub.on('RespondToAuthChallenge', issued());
      await expect(services(SECRET).signIns.respond(response)).resolves.toEqual(TOKENS);
      expect(stub.sent('RespondToAuthChallenge')).toEqual([
        {
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ClientId: 'client1',
          Session: 'session',
          ChallengeResponses: { NEW_PASSWORD: 'Next-1', USERNAME: 'alice', SECRET_HASH: HASH },
        },
      ]);
    });

    it('has no SECRET_HASH for a public client', async () => {
      stub.on('RespondToAuthChallenge', issued());
      await services().signIns.respond(response);
      expect(stub.sent('RespondToAuthChallenge')).toMatchObject([
        { ChallengeResponses: { NEW_PASSWORD: 'Next-1', USERNAME: 'alice' } },
      ]);
      expect(stub.requests[0]?.body).not.toContain('SECRET_HASH');
    });

    it('answers bad_credentials for a session that has ended, and code_mismatch for a wrong code', async () => {
      stub.on('RespondToAuthChallenge', exception('NotAuthorizedException', 'Invalid session for the user.'));
      await expect(services().signIns.respond(response)).rejects.toMatchObject({ code: 'bad_credentials' });
      stub.on('RespondToAuthChallenge', exception('CodeMismatchException'));
      await expect(services().signIns.respond(response)).rejects.toMatchObject({ code: 'code_mismatch' });
    });
  });

  describe('GetTokensFromRefreshToken', () => {
    const request = { refreshToken: 'old', username: 'alice' };

    it('is called with the refresh token and the client, and returns the renewed tokens', async () => {
      stub.on('GetTokensFromRefreshToken', issued({ RefreshToken: undefined }));
      const { refreshToken: _, ...others } = TOKENS;
      await expect(services().refreshes.refresh(request)).resolves.toEqual(others);
      expect(stub.sent('GetTokensFromRefreshToken')).toEqual([{ RefreshToken: 'old', ClientId: 'client1' }]);
    });

    it('contains the secret of a confidential client, and returns a rotated refresh token', async () => {
      stub.on('GetTokensFromRefreshToken', issued({ RefreshToken: 'new' }));
      await expect(services(SECRET).refreshes.refresh(request)).resolves.toMatchObject({
        refreshToken: 'new',
      });
      expect(stub.sent('GetTokensFromRefreshToken')).toEqual([
        { RefreshToken: 'old', ClientId: 'client1', ClientSecret: 'topsecret' },
      ]);
    });

    const UNKNOWN: [string, Answer][] = [
      ['UnknownOperationException with 400', exception('UnknownOperationException')],
      ['UnknownOperationException with 404', exception('UnknownOperationException', '', 404)],
      ['InvalidAction', exception('InvalidAction')],
      ['Unsupported with 500', exception('CognitoLocal#Unsupported', 'Unsupported', 500)],
      ['a web page with 500', html(500)],
    ];

    for (const [what, answer] of UNKNOWN) {
      it(`is replaced by REFRESH_TOKEN_AUTH if the endpoint answers ${what}, and is not called again`, async () => {
        stub.on('GetTokensFromRefreshToken', answer).on('InitiateAuth', issued());
        const { refreshes } = services(SECRET);
        await expect(refreshes.refresh(request)).resolves.toEqual(TOKENS);
        await refreshes.refresh(request);
        expect(stub.actions).toEqual(['GetTokensFromRefreshToken', 'InitiateAuth', 'InitiateAuth']);
        expect(stub.sent('InitiateAuth')[0]).toEqual({
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          ClientId: 'client1',
          AuthParameters: { REFRESH_TOKEN: 'old', SECRET_HASH: HASH },
        });
      });

      it(`is not replaced at AWS itself (${what})`, async () => {
        stub.on('GetTokensFromRefreshToken', answer).on('InitiateAuth', issued());
        await expect(services({}, false).refreshes.refresh(request)).rejects.toMatchObject({
          name: 'Problem',
        });
        expect(stub.actions).toEqual(['GetTokensFromRefreshToken']);
      });
    }

    const FINAL: [string, Answer, string][] = [
      ['a refusal', exception('NotAuthorizedException', 'Refresh Token has been revoked'), 'bad_credentials'],
      ['an outage', exception('InternalErrorException', 'x', 500), 'cognito_unavailable'],
      ['a web page of a proxy', html(503), 'cognito_unavailable'],
      ['a cut connection', 'reset', 'cognito_unavailable'],
      ['silence', 'hang', 'cognito_unavailable'],
    ];

    for (const [what, answer, code] of FINAL) {
      it(`is not retried after ${what}: ${code}`, async () => {
        stub.on('GetTokensFromRefreshToken', answer).on('InitiateAuth', issued());
        await expect(services().refreshes.refresh(request)).rejects.toMatchObject({ code });
        expect(stub.actions).toEqual(['GetTokensFromRefreshToken']);
      });
    }

    it('is called again if the fallback failed too', async () => {
      stub.on('GetTokensFromRefreshToken', html(500), issued()).on('InitiateAuth', exception('X', 'x', 500));
      const { refreshes } = services();
      await expect(refreshes.refresh(request)).rejects.toMatchObject({ code: 'cognito_unavailable' });
      await expect(refreshes.refresh(request)).resolves.toEqual(TOKENS);
    });
  });
});
