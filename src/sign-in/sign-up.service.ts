import { Inject, Injectable } from '@nestjs/common';
import { toAttributeList } from '../cognito/attributes';
import { Cognito } from '../cognito/cognito';
import { assertSelfWritable } from '../self-service/writable-attributes';
import { SignInThrottle } from '../rate-limit/sign-in-throttle';
import type { AccessSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { AppClient } from './app-client';
import { hideUserExistence } from './hide-user-existence';
import type { Confirmation, Named, NewAccount, SignedUp } from './sign-up.schemas';

/** Accounts that people make themselves. */
@Injectable()
export class SignUpService {
  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   * @throws Problem `attribute_not_writable` before Cognito is asked; `username_exists`, `invalid_password`, …
   */
  async signUp({ username, password, attributes = {} }: NewAccount): Promise<SignedUp> {
    assertSelfWritable(Object.keys(attributes), this.settings.selfWritableAttributes);
    const input = {
      ClientId: this.client.id,
      SecretHash: this.client.hash(username),
      Username: username,
      Password: password,
      UserAttributes: toAttributeList(attributes),
    };
    const { UserConfirmed } = await this.cognito.send('SignUp', input);
    return { confirmed: UserConfirmed === true };
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html */
  async confirm({ username, code }: Confirmation): Promise<void> {
    const input = {
      ClientId: this.client.id,
      SecretHash: this.client.hash(username),
      Username: username,
      ConfirmationCode: code,
    };
    await this.throttle.attempt(username, () => this.cognito.send('ConfirmSignUp', input));
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html */
  async resend({ username }: Named): Promise<void> {
    const input = {
      ClientId: this.client.id,
      SecretHash: this.client.hash(username),
      Username: username,
    };
    await hideUserExistence('ResendConfirmationCode', this.cognito.send('ResendConfirmationCode', input));
  }
}
