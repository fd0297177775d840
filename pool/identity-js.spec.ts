import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { startEmbeddedPool, type EmbeddedPool } from './embedded-pool';
import { claimsOf } from './spec.support';
import { totp } from './totp';

let pool: EmbeddedPool;
let strict: EmbeddedPool;
beforeAll(async () => {
  pool = await startEmbeddedPool();
  strict = await startEmbeddedPool({ config: { mfa: 'ON' } });
});
afterAll(async () => {
  await pool.close();
  await strict.close();
});

const userOf = (Username: string, at = pool) =>
  new CognitoUser({
    Username,
    Pool: new CognitoUserPool({
      UserPoolId: at.userPoolId,
      ClientId: at.clients.public.id,
      endpoint: at.endpoint,
    }),
  });
const usernameIn = (session: CognitoUserSession) =>
  claimsOf(session.getAccessToken().getJwtToken())['username'];

/** Called with the challenges after the password. */
interface Handlers {
  onTotp?: () => void;
  onSetup?: () => void;
}

/** Signs in. Resolves with the session once the handlers have answered the challenges. */
function enter(user: CognitoUser, password: string, handlers: Handlers = {}): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password: password }), {
      onSuccess: resolve,
      onFailure: reject,
      totpRequired: () => handlers.onTotp?.(),
      mfaSetup: () => handlers.onSetup?.(),
    });
  });
}

function associate(user: CognitoUser): Promise<string> {
  return new Promise((resolve, reject) => {
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
}

function verify(user: CognitoUser, code: string): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.verifySoftwareToken(code, 'My phone', { onSuccess: resolve, onFailure: reject });
  });
}

describe('amazon-cognito-identity-js', () => {
  it('sets up an authenticator app and signs in with it', async () => {
    const user = userOf('alice');
    const password = pool.passwords['alice'] ?? '';
    await enter(user, password);
    const secret = await associate(user);
    await verify(user, totp(secret));
    await new Promise((resolve, reject) => {
      user.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, (error, result) =>
        error ? reject(error) : resolve(result),
      );
    });

    const again = userOf('alice');
    const session = await new Promise<CognitoUserSession>((resolve, reject) => {
      const onTotp = () =>
        again.sendMFACode(totp(secret), { onSuccess: resolve, onFailure: reject }, 'SOFTWARE_TOKEN_MFA');
      enter(again, password, { onTotp }).catch(reject);
    });
    expect(usernameIn(session)).toBe('alice');
  });

  it('sets up an authenticator app during sign-in if the pool requires it', async () => {
    const user = userOf('bob', strict);
    const session = await new Promise<CognitoUserSession>((resolve, reject) => {
      const onSetup = () => {
        associate(user)
          .then((secret) => verify(user, totp(secret)))
          .then(resolve, reject);
      };
      enter(user, strict.passwords['bob'] ?? '', { onSetup }).catch(reject);
    });
    expect(usernameIn(session)).toBe('bob');
  });

  it('renews its session', async () => {
    const user = userOf('user01');
    const session = await enter(user, pool.passwords['user01'] ?? '');
    const RefreshToken = session.getRefreshToken().getToken();
    const renewed = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.refreshSession(new CognitoRefreshToken({ RefreshToken }), (error, result: CognitoUserSession) =>
        error ? reject(error as Error) : resolve(result),
      );
    });
    expect(usernameIn(renewed)).toBe('user01');
  });

  it('resets a forgotten password with a code', async () => {
    const user = userOf('user02');
    await new Promise((resolve, reject) => {
      user.forgotPassword({ onSuccess: resolve, onFailure: reject });
    });
    await new Promise((resolve, reject) => {
      const code = pool.lastCode('user02') ?? '';
      user.confirmPassword(code, 'Fresh-Pass-1', { onSuccess: resolve, onFailure: reject });
    });
    expect(usernameIn(await enter(userOf('user02'), 'Fresh-Pass-1'))).toBe('user02');
  });
});
