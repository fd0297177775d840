import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { AppClient } from './app-client';
import type { RefreshRequest, Tokens } from './sign-in.schemas';
import { toTokens } from './tokens';
import { isUnknownAction } from './unknown-action';

/** Renews tokens. */
@Injectable()
export class RefreshService {
  /** The endpoint has shown that it lacks GetTokensFromRefreshToken and has InitiateAuth. */
  private actionIsMissing = false;

  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Asks GetTokensFromRefreshToken, the one action that works with refresh token rotation; an emulator that lacks it
   * is asked InitiateAuth. A refusal is final: a rotated token that comes twice would end the session.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
   * @throws Problem `bad_credentials`, …
   */
  async refresh(request: RefreshRequest, gone?: AbortSignal): Promise<Tokens> {
    if (this.actionIsMissing) return this.byInitiateAuth(request, gone);
    try {
      return await this.byRefreshToken(request, gone);
    } catch (error) {
      if (this.settings.cognitoEndpoint === undefined || !isUnknownAction(error)) throw error;
    }
    const tokens = await this.byInitiateAuth(request, gone);
    this.actionIsMissing = true;
    return tokens;
  }

  private async byRefreshToken({ refreshToken }: RefreshRequest, signal?: AbortSignal): Promise<Tokens> {
    const command = new GetTokensFromRefreshTokenCommand({
      RefreshToken: refreshToken,
      ClientId: this.client.id,
      ClientSecret: this.client.secret,
    });
    const answer = await this.cognito.send(command, { as: 'credentials', signal });
    return toTokens(answer.AuthenticationResult);
  }

  private async byInitiateAuth(request: RefreshRequest, signal?: AbortSignal): Promise<Tokens> {
    const command = new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: this.client.id,
      AuthParameters: {
        REFRESH_TOKEN: request.refreshToken,
        ...this.client.hashParameter(request.username),
      },
    });
    const answer = await this.cognito.send(command, { as: 'credentials', signal });
    return toTokens(answer.AuthenticationResult);
  }
}
