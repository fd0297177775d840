import { Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { badCredentials } from '../cognito/not-authorized';
import { Problem } from '../problems/problem';
import { SignInThrottle } from '../rate-limit/sign-in-throttle';
import { AppClient } from './app-client';
import type { Challenge, ChallengeResponse, Credentials, Tokens } from './sign-in.schemas';
import { toTokensOrChallenge } from './tokens';

/** Lets people in: with a password, and through what Cognito asks besides. */
@Injectable()
export class SignInService {
  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   * @throws Problem `bad_credentials`, the same whether or not the user exists; `user_not_confirmed`, …
   */
  async signIn({ username, password }: Credentials, gone?: AbortSignal): Promise<Tokens | Challenge> {
    const input = {
      AuthFlow: 'USER_PASSWORD_AUTH' as const,
      ClientId: this.client.id,
      AuthParameters: { USERNAME: username, PASSWORD: password, ...this.client.hashParameter(username) },
    };
    const send = async () =>
      toTokensOrChallenge(await this.cognito.send('InitiateAuth', input, { signal: gone }).catch(refuse));
    return this.throttle.attempt(username, send, { gone });
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   * @throws Problem `bad_credentials` for a session that has ended, too; `code_mismatch`, …
   */
  async respond(response: ChallengeResponse, gone?: AbortSignal): Promise<Tokens | Challenge> {
    const { challenge, session, username, responses } = response;
    // Whose sign-in this is, is said once: by `username`.
    const { SECRET_HASH: _, ...others } = responses;
    const input = {
      ChallengeName: challenge,
      ClientId: this.client.id,
      Session: session,
      ChallengeResponses: { ...others, USERNAME: username, ...this.client.hashParameter(username) },
    };
    const send = async () =>
      toTokensOrChallenge(await this.cognito.send('RespondToAuthChallenge', input, { signal: gone }));
    // A custom challenge has no error for a wrong response: Cognito asks the same again.
    const isFailure = (answer: Tokens | Challenge) => 'challenge' in answer && answer.challenge === challenge;
    return this.throttle.attempt(username, send, { gone, isFailure });
  }
}

// InitiateAuth has no InvalidPasswordException; an emulator means a wrong password by it, and would tell who exists.
function refuse(error: unknown): never {
  throw error instanceof Problem && error.code === 'invalid_password' ? badCredentials(error) : error;
}
