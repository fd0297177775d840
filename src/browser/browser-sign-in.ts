import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, type Principal } from 'lifeguard-auth';
import type { BrowserSettings, CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { isProblem } from '../problems/problem';
import type { Attempt } from './attempts';
import { redeemCode } from './hosted-domain';
import { signInFailed } from './session.problems';
import type { Session } from './session.record';
import { Sessions, type FirstTokens } from './sessions';

/**
 * Starts a session from a code of the hosted pages or from the tokens of the password form. Tokens are verified
 * first.
 */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
    @Inject(SETTINGS.cognito) private readonly cognito: CognitoSettings,
    @Inject(SETTINGS.browser) private readonly browser: BrowserSettings,
  ) {}

  /**
   * Redeems the code of a callback and starts a session.
   *
   * @throws Problem `sign_in_failed` if Cognito refuses the code or a token is invalid; `cognito_unavailable` or
   * `keys_unavailable` during an outage.
   */
  async withCode(code: string, { verifier, nonce, previous }: Attempt): Promise<Session> {
    const tokens = await redeemCode(this.browser, code, verifier, this.cognito.timeoutMs);
    await this.#verify(tokens, nonce);
    return this.sessions.begin(tokens, previous);
  }

  /**
   * Starts a session with tokens that Cognito has issued to the password form.
   *
   * @param previous store key of the session that the browser already has; it is ended.
   * @throws Problem as `withCode`.
   */
  async withTokens(tokens: FirstTokens, previous: string | undefined): Promise<Session> {
    await this.#verify(tokens);
    return this.sessions.begin(tokens, previous);
  }

  async #verify({ accessToken, idToken }: FirstTokens, nonce?: string): Promise<void> {
    try {
      const access = await this.authenticator.identifyToken(accessToken);
      requireUserOf(access.principal, this.browser.clientId);
      if (idToken !== undefined) await this.authenticator.verifyIdToken(idToken, access, { nonce });
    } catch (error) {
      throw isProblem(error) && error.status < 500 ? signInFailed(error) : error;
    }
  }
}

/** Accepts only a user's token (not a machine's) that was issued to the app client of browsers. */
function requireUserOf({ kind, clientId }: Principal, expected: string): void {
  if (kind !== 'user' || clientId !== expected) throw signInFailed();
}
