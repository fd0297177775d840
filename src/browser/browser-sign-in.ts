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

/** Turns a code of the hosted pages, or the tokens of the password form, into a session: verified before stored. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
    @Inject(SETTINGS.cognito) private readonly cognito: CognitoSettings,
    @Inject(SETTINGS.browser) private readonly browser: BrowserSettings,
  ) {}

  /**
   * @throws Problem `sign_in_failed` where Cognito refuses the code or a token does not verify; `cognito_unavailable`
   * or `keys_unavailable` for an outage.
   */
  async withCode(code: string, { verifier, nonce, previous }: Attempt): Promise<Session> {
    const tokens = await redeemCode(this.browser, code, verifier, this.cognito.timeoutMs);
    await this.#verify(tokens, nonce);
    return this.sessions.begin(tokens, previous);
  }

  /**
   * @param previous the stored name of the session that the browser had.
   * @throws Problem as `withCode`.
   */
  async withTokens(tokens: FirstTokens, previous: string | undefined): Promise<Session> {
    await this.#verify(tokens);
    return this.sessions.begin(tokens, previous);
  }

  async #verify({ accessToken, idToken }: FirstTokens, nonce?: string): Promise<void> {
    try {
      const access = await this.authenticator.identifyToken(accessToken);
      requirePerson(access.principal, this.browser.clientId);
      if (idToken !== undefined) await this.authenticator.verifyIdToken(idToken, access, { nonce });
    } catch (error) {
      throw isProblem(error) && error.status < 500 ? signInFailed(error) : error;
    }
  }
}

/** A session is a person's, and of the app client that the browser signs in with. */
function requirePerson({ kind, clientId }: Principal, expected: string): void {
  if (kind !== 'user' || clientId !== expected) throw signInFailed();
}
