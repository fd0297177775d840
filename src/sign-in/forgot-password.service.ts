import { Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { SignInThrottle } from '../rate-limit/sign-in-throttle';
import { AnswerTime } from './answer-time';
import { AppClient } from './app-client';
import { HideUserExistence } from './hide-user-existence';
import type { PasswordReset, UsernameBody } from './sign-up.schemas';

/** Recovers forgotten passwords. */
@Injectable()
export class ForgotPasswordService {
  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
    private readonly hidden: HideUserExistence,
    private readonly time: AnswerTime,
  ) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
  async request({ username, clientMetadata }: UsernameBody, address?: string): Promise<void> {
    const input = this.client.about(username, clientMetadata, address);
    await this.hidden.call('ForgotPassword', () => this.cognito.send('ForgotPassword', input));
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   * @throws Problem `code_mismatch`, also for an expired code and for a user who does not exist; `invalid_password`, …
   */
  async confirm(
    { username, code, password, clientMetadata }: PasswordReset,
    address?: string,
  ): Promise<void> {
    const input = {
      ...this.client.about(username, clientMetadata, address),
      ConfirmationCode: code,
      Password: password,
    };
    const send = () => this.cognito.send('ConfirmForgotPassword', input);
    await this.throttle.attempt(username, () => this.time.equalizeRefusals('ConfirmForgotPassword', send));
  }
}
