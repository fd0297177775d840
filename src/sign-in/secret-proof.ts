import { CognitoFailure } from '../cognito/failure';
import { badCredentials } from '../cognito/not-authorized';
import { Problem } from '../problems/problem';

/**
 * Tells a wrong username from a wrong client secret. SECRET_HASH is computed from both, and Cognito has one answer
 * for every wrong hash. At sign-in, Cognito checks it against the username of the same request, so only the secret
 * can be wrong; at a challenge, it checks it against the user of the session, whom the caller names.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html (SECRET_HASH)
 */
export class SecretProof {
  #isProved = false;

  /** Waits for a sign-in, and remembers whether Cognito accepted its SECRET_HASH. */
  async bySignIn<Output>(call: Promise<Output>): Promise<Output> {
    try {
      const output = await call;
      this.#isProved = true;
      return output;
    } catch (error) {
      if (isWrongHash(error)) this.#isProved = false;
      throw error;
    }
  }

  /**
   * The failure of a challenge: `bad_credentials` if the SECRET_HASH is wrong although the secret is known to be
   * right, otherwise unchanged.
   */
  explain(error: unknown): unknown {
    return this.#isProved && isWrongHash(error) ? badCredentials(error.options.cause) : error;
  }
}

const isWrongHash = (error: unknown): error is Problem =>
  error instanceof Problem &&
  error.code === 'cognito_misconfigured' &&
  error.options.cause instanceof CognitoFailure &&
  error.options.cause.exception === 'NotAuthorizedException';
