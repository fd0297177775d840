import { Inject, Injectable } from '@nestjs/common';
import { toAttributeList } from '../cognito/attributes';
import { toCodeDelivery } from '../cognito/code-delivery.schema';
import { Cognito } from '../cognito/cognito';
import type { AccessSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { SignInThrottle } from '../rate-limit/sign-in-throttle';
import { assertSelfWritable } from '../self-service/writable-attributes';
import { AnswerTime } from './answer-time';
import { AppClient } from './app-client';
import { HideUserExistence } from './hide-user-existence';
import type { Confirmation, Confirmed, NewAccount, SignedUp, UsernameBody } from './sign-up.schemas';

/** Sign-up by people themselves. */
@Injectable()
export class SignUpService {
  constructor(
    private readonly cognito: Cognito,
    private readonly client: AppClient,
    private readonly throttle: SignInThrottle,
    private readonly hidden: HideUserExistence,
    private readonly time: AnswerTime,
    @Inject(SETTINGS.access) private readonly settings: AccessSettings,
  ) {}

  /**
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   * @throws Problem `attribute_not_writable` before Cognito is called; `username_exists`, `invalid_password`, …
   */
  async signUp(
    { username, password, attributes = {}, clientMetadata }: NewAccount,
    address?: string,
  ): Promise<SignedUp> {
    assertSelfWritable(Object.keys(attributes), this.settings.selfWritableAttributes);
    const { UserConfirmed, UserSub, CodeDeliveryDetails, Session } = await this.cognito.send('SignUp', {
      ...this.client.about(username, clientMetadata, address),
      Password: password,
      UserAttributes: toAttributeList(attributes),
    });
    return {
      confirmed: UserConfirmed === true,
      ...(UserSub && { sub: UserSub }),
      ...(CodeDeliveryDetails && { code: toCodeDelivery(CodeDeliveryDetails) }),
      ...(Session && { session: Session }),
    };
  }

  /**
   * @returns a session to sign in with, if Cognito returns one.
   * @throws Problem `code_mismatch` for a code that is wrong or has expired, and also for a user who does not exist
   * or is already confirmed; …
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
   */
  async confirm(
    { username, code, session, clientMetadata }: Confirmation,
    address?: string,
  ): Promise<Confirmed | undefined> {
    const input = {
      ...this.client.about(username, clientMetadata, address),
      ConfirmationCode: code,
      Session: session,
    };
    const send = () => this.cognito.send('ConfirmSignUp', input);
    const { Session } = await this.throttle.attempt(username, () =>
      this.time.equalizeRefusals('ConfirmSignUp', send),
    );
    return Session ? { session: Session } : undefined;
  }

  /** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html */
  async resend({ username, clientMetadata }: UsernameBody, address?: string): Promise<void> {
    const input = this.client.about(username, clientMetadata, address);
    await this.hidden.call('ResendConfirmationCode', () =>
      this.cognito.send('ResendConfirmationCode', input),
    );
  }
}
