import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { isUnknownAction } from '../cognito/unknown-action';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { AppClient } from './app-client';
import { RefreshFlight } from './refresh-flight';
import type { RefreshRequest, Tokens } from './sign-in.schemas';
import { toTokens } from './tokens';

/** Renews tokens. */
@Injectable()
export class RefreshService {
  /** The endpoint has shown that it lacks GetTokensFromRefreshToken and has InitiateAuth. */
  private actionIsMissing = false;

  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly flight: RefreshFlight,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Asks GetTokensFromRefreshToken, the one action that works with refresh token rotation; an emulator that lacks it
   * is asked InitiateAuth. A refusal is final: a rotated token that comes twice would end the session.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * @throws Problem `bad_credentials`, …
   */
  refresh(request: RefreshRequest): Promise<Tokens> {
    const { refreshToken, username = '' } = request;
    return this.flight.join(`${refreshToken}\n${username}`, () => this.renew(request));
  }

  // Others may wait for the answer, so that a caller that hangs up does not end the call.
  private async renew(request: RefreshRequest): Promise<Tokens> {
    if (this.actionIsMissing) return this.byInitiateAuth(request);
    try {
      return await this.byRefreshToken(request);
    } catch (error) {
      if (this.settings.endpoint === undefined || !isUnknownAction(error)) throw error;
    }
    const tokens = await this.byInitiateAuth(request);
    this.actionIsMissing = true;
    return tokens;
  }

  private async byRefreshToken({ refreshToken }: RefreshRequest): Promise<Tokens> {
    const input = {
      RefreshToken: refreshToken,
      ClientId: this.client.id,
      ClientSecret: this.client.secret,
    };
    const answer = await this.cognito.send('GetTokensFromRefreshToken', input);
    return toTokens(answer.AuthenticationResult);
  }

  private async byInitiateAuth(request: RefreshRequest): Promise<Tokens> {
    const input = {
      AuthFlow: 'REFRESH_TOKEN_AUTH' as const,
      ClientId: this.client.id,
      AuthParameters: {
        REFRESH_TOKEN: request.refreshToken,
        ...this.client.hashParameter(request.username),
      },
    };
    const answer = await this.cognito.send('InitiateAuth', input);
    return toTokens(answer.AuthenticationResult);
  }
}
