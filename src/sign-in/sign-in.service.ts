import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { badCredentials } from '../cognito/not-authorized';
import type { AccessSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { SignInThrottle, type AttemptOptions } from '../rate-limit/sign-in-throttle';
import { assertSelfWritable } from '../self-service/writable-attributes';
import { AnswerTime } from './answer-time';
import { AppClient } from './app-client';
import { writeResponses } from './challenge-json';
import type { ChallengeResponse } from './challenge.schemas';
import { toFlowInput } from './flows';
import { IssuedTokens } from './issued-tokens';
import { Lockout } from './lockout';
import { RefreshService } from './refresh.service';
import { SecretProof } from './secret-proof';
import type { Challenge, RefreshRequest, SignInRequest, Tokens } from './sign-in.schemas';
import { toTokensOrChallenge } from './tokens';

/** The connection of a caller who is not authenticated yet. */
export interface Connection {
  /** Aborts when the caller disconnects. */
  readonly gone?: AbortSignal;
  readonly address?: string | undefined;
}

const ATTRIBUTE = 'userAttributes.';

/** Signs people in, with their first request and with their responses to challenges. */
@Injectable()
export class SignInService {
  readonly #secret = new SecretProof();

  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
    private readonly lockout: Lockout,
    private readonly time: AnswerTime,
    private readonly refreshes: RefreshService,
    private readonly issued: IssuedTokens,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   * @throws Problem `bad_credentials`, the same whether or not the user exists; `user_not_confirmed`, …
   */
  async signIn(request: SignInRequest, { gone, address }: Connection = {}): Promise<Tokens | Challenge> {
    const { username, clientMetadata } = request;
    const input = {
      ...toFlowInput(request, this.client),
      ClientId: this.client.id,
      ClientMetadata: clientMetadata,
      ...this.client.context(address),
    };
    const send = async () => {
      const call = this.cognito.send('InitiateAuth', input, { signal: gone });
      return toTokensOrChallenge(await this.#secret.bySignIn(call).catch(refuse));
    };
    const isGuess = 'PASSWORD' in input.AuthParameters;
    const attempt = isGuess ? () => this.lockout.attempt(username, send) : send;
    const kind = `InitiateAuth ${input.AuthFlow}`;
    return this.#issue(await this.#throttled(username, kind, attempt, { gone }), request);
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   * @throws Problem `attribute_not_writable` before Cognito is called; `bad_credentials`, also for a session that has
   * ended; `code_mismatch`, …
   */
  async respond(
    response: ChallengeResponse,
    { gone, address }: Connection = {},
  ): Promise<Tokens | Challenge> {
    const { challenge, session, username, responses, deviceKey, clientMetadata } = response;
    this.#requireWritable(responses);
    const { SECRET_HASH: _, ...others } = responses;
    const input = {
      ChallengeName: challenge,
      ClientId: this.client.id,
      Session: session,
      ChallengeResponses: {
        ...writeResponses(others),
        ...(deviceKey !== undefined && { DEVICE_KEY: deviceKey }),
        // The only source of USERNAME and SECRET_HASH is `username`.
        USERNAME: username,
        ...this.client.hashParameter(username),
      },
      ClientMetadata: clientMetadata,
      ...this.client.context(address),
    };
    const send = async () => {
      const call = this.cognito.send('RespondToAuthChallenge', input, { signal: gone });
      const answer = await call.catch((error: unknown) => {
        throw this.#secret.explain(error);
      });
      return toTokensOrChallenge(answer);
    };
    // A custom challenge has no error for a wrong response: Cognito sends the same challenge again.
    const isFailure = (answer: Tokens | Challenge) => 'challenge' in answer && answer.challenge === challenge;
    const kind = `RespondToAuthChallenge ${challenge}`;
    return this.#issue(await this.#throttled(username, kind, send, { gone, isFailure }), response);
  }

  #throttled<Result>(
    username: string,
    kind: string,
    send: () => Promise<Result>,
    options: AttemptOptions<Result>,
  ): Promise<Result> {
    return this.throttle.attempt(username, () => this.time.equalizeRefusals(kind, send), options);
  }

  /** Tokens that this service accepts: see `IssuedTokens`. */
  async #issue(
    answer: Tokens | Challenge,
    { deviceKey, clientMetadata }: Pick<RefreshRequest, 'deviceKey' | 'clientMetadata'>,
  ): Promise<Tokens | Challenge> {
    if (!('accessToken' in answer)) return answer;
    return this.issued.accepted(answer, (refreshToken, username) =>
      this.refreshes.refresh({ refreshToken, username, deviceKey, clientMetadata }),
    );
  }

  #requireWritable(responses: Readonly<Record<string, unknown>>): void {
    const { selfWritableAttributes: writable } = this.settings;
    const names = Object.keys(responses).filter((name) => name.startsWith(ATTRIBUTE));
    assertSelfWritable(
      names.map((name) => name.slice(ATTRIBUTE.length)),
      writable,
      `responses.${ATTRIBUTE}`,
    );
    // MFA_SETUP also stores it as an attribute.
    if ('EMAIL' in responses) assertSelfWritable(['email'], writable, 'responses.');
  }
}

// InitiateAuth has no InvalidPasswordException; an emulator sends it for a wrong password, which would
// reveal who exists.
function refuse(error: unknown): never {
  throw error instanceof Problem && error.code === 'invalid_password'
    ? badCredentials(error.options.cause)
    : error;
}
