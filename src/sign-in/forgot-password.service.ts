import { Injectable } from '@nestjs/common';
import { Cognito } from '../cognito/cognito';
import { SignInThrottle } from '../rate-limit/sign-in-throttle';
import { AppClient } from './app-client';
import { hideUserExistence } from './hide-user-existence';
import type { Named, PasswordReset } from './sign-up.schemas';

/** A new password for who has forgotten the old one. */
@Injectable()
export class ForgotPasswordService {
  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
  ) {}

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
  async request({ username }: Named): Promise<void> {
    const input = {
      ClientId: this.client.id,
      SecretHash: this.client.hash(username),
      Username: username,
    };
    await hideUserExistence('ForgotPassword', this.cognito.send('ForgotPassword', input));
  }

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   * @throws Problem `code_mismatch`, also for a user who does not exist; `code_expired`, `invalid_password`, …
   */
  async confirm({ username, code, password }: PasswordReset): Promise<void> {
    const input = {
      ClientId: this.client.id,
      SecretHash: this.client.hash(username),
      Username: username,
      ConfirmationCode: code,
      Password: password,
    };
    await this.throttle.attempt(username, () => this.cognito.send('ConfirmForgotPassword', input));
  }
}
