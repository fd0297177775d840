import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { badCredentials } from '../cognito/not-authorized';
import { isUnknownAction } from '../cognito/unknown-action';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { Problem } from '../problems/problem';
import { AnswerTime } from './answer-time';
import { AppClient } from './app-client';
import { IssuedTokens } from './issued-tokens';
import { SharedRefresh } from './shared-refresh';
import type { RefreshRequest, Tokens } from './sign-in.schemas';
import { toTokens } from './tokens';

/** Renews tokens. */
@Injectable()
export class RefreshService {
  /** The endpoint is known to lack GetTokensFromRefreshToken and to support InitiateAuth. */
  #lacksAction = false;

  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly shared: SharedRefresh,
    private readonly issued: IssuedTokens,
    private readonly time: AnswerTime,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Calls GetTokensFromRefreshToken, the only action that works with refresh token rotation; InitiateAuth
   * is used for an emulator that lacks it. A refusal is final: sending a rotated token twice would end the
   * session.
   *
   * @see
   * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * @throws Problem `bad_credentials`, `refresh_token_reused`, …
   */
  refresh(request: RefreshRequest): Promise<Tokens> {
    const { refreshToken, username = '', deviceKey = '', clientMetadata = {} } = request;
    const secret = JSON.stringify([refreshToken, username, deviceKey, clientMetadata]);
    return this.shared.join(secret, () => this.#renewAccepted(request));
  }

  /** Tokens that this service accepts: see `IssuedTokens`. */
  async #renewAccepted(request: RefreshRequest): Promise<Tokens> {
    const renew = (refreshToken: string) => this.#renew({ ...request, refreshToken });
    return this.issued.accepted(await this.#renew(request), renew, request.refreshToken);
  }

  /** The response time of a refusal does not reveal whether the token's user was deleted. */
  #renew(request: RefreshRequest): Promise<Tokens> {
    return this.time.equalizeRefusals('refresh', () => this.#send(request));
  }

  // Other callers may wait for the result, so a disconnecting caller does not abort the call.
  async #send(request: RefreshRequest): Promise<Tokens> {
    if (this.#lacksAction) return this.#byInitiateAuth(request);
    try {
      return await this.#byRefreshToken(request);
    } catch (error) {
      if (this.settings.endpoint === undefined || !isUnknownAction(error)) throw error;
    }
    const tokens = await this.#byInitiateAuth(request);
    this.#lacksAction = true;
    return tokens;
  }

  async #byRefreshToken({ refreshToken, deviceKey, clientMetadata }: RefreshRequest): Promise<Tokens> {
    const answer = await this.cognito.send('GetTokensFromRefreshToken', {
      RefreshToken: refreshToken,
      ClientId: this.client.id,
      ClientSecret: this.client.secret,
      DeviceKey: deviceKey,
      ClientMetadata: clientMetadata,
    });
    return toTokens(answer.AuthenticationResult);
  }

  async #byInitiateAuth(request: RefreshRequest): Promise<Tokens> {
    const { refreshToken, username, deviceKey, clientMetadata } = request;
    const call = this.cognito.send('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: this.client.id,
      AuthParameters: {
        REFRESH_TOKEN: refreshToken,
        ...this.client.hashParameter(username),
        ...(deviceKey !== undefined && { DEVICE_KEY: deviceKey }),
      },
      ClientMetadata: clientMetadata,
    });
    const answer = await call.catch((error: unknown) => {
      throw username === undefined ? error : ofCaller(error);
    });
    return toTokens(answer.AuthenticationResult);
  }
}

/** The SECRET_HASH is computed from the username that the caller sent, so a mismatch is the caller's error. */
const ofCaller = (error: unknown): unknown =>
  error instanceof Problem && error.code === 'cognito_misconfigured'
    ? badCredentials(error.options.cause)
    : error;
