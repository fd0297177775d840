import { Inject, Injectable } from '@nestjs/common';
import { Authenticator, type Principal } from 'lifeguard-auth';
import { isProblem } from '../problems/problem';
import type { Tokens } from '../sign-in/sign-in.schemas';
import type { Attempt } from './attempts';
import type { BrowserSettings, CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { redeemCode } from './hosted-domain';
import { IdTokenRefused, IdTokens } from './id-tokens';
import { signInFailed } from './session.problems';
import type { Session } from './session.record';
import { Sessions } from './sessions';

/** Turns a code of the hosted pages, or the tokens of the password form, into a session: verified before stored. */
@Injectable()
export class BrowserSignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly authenticator: Authenticator,
    private readonly idTokens: IdTokens,
    @Inject(SETTINGS.cognito) private readonly cognito: CognitoSettings,
    @Inject(SETTINGS.browser) private readonly browser: BrowserSettings,
  ) {}

  /**
   * @throws Problem `sign_in_failed` where Cognito refuses the code or a token does not verify; `cognito_unavailable`
   * or `keys_unavailable` for an outage.
   */
  async withCode(code: string, { verifier, nonce, previous }: Attempt): Promise<Session> {
    const tokens = await redeemCode(this.browser, code, verifier, this.cognito.timeoutMs);
    try {
      await this.#verify(tokens.accessToken, tokens.idToken, nonce);
    } catch (error) {
      const isRefused = error instanceof IdTokenRefused || (isProblem(error) && error.status < 500);
      throw isRefused ? signInFailed(error) : error;
    }
    return this.sessions.begin(tokens, previous);
  }

  /** @param previous the stored name of the session that the browser had. */
  async withTokens(tokens: Tokens, previous: string | undefined): Promise<Session> {
    await this.#verify(tokens.accessToken, tokens.idToken);
    return this.sessions.begin(tokens, previous);
  }

  async #verify(accessToken: string, idToken: string | undefined, nonce?: string): Promise<void> {
    const { principal } = await this.authenticator.identifyToken(accessToken);
    requirePerson(principal, this.browser.clientId);
    if (idToken === undefined) return;
    const { clientId } = this.browser;
    await this.idTokens.verify(idToken, { clientId, accessToken, sub: principal.sub, nonce });
  }
}

/** A session is a person's, and of the app client that the browser signs in with. */
function requirePerson({ kind, clientId }: Principal, expected: string): void {
  if (kind !== 'user' || clientId !== expected) throw signInFailed();
}
