import { Injectable } from '@nestjs/common';
import type { Page } from '../../cognito/page.schema';
import { readPage } from '../../cognito/response.reader';
import type { ActionInput } from '../../cognito/sdk';
import { SelfCalls } from '../self-calls';
import type { Self } from '../self.decorator';
import { cognitoPasskey, type NewPasskey, type Passkey, type PasskeyQuery } from './passkeys.schemas';

/**
 * The caller's passkeys.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
@Injectable()
export class PasskeysService {
  constructor(private readonly calls: SelfCalls) {}

  /** The options of a registration, as Cognito returns them: the browser checks them. */
  async begin(self: Self): Promise<Record<string, unknown>> {
    const answer = await this.calls.send('StartWebAuthnRegistration', self, {});
    return answer.CredentialCreationOptions as Record<string, unknown>;
  }

  /**
   * @throws Problem `passkey_refused` if the credential does not belong to the options.
   */
  async complete(self: Self, { credential }: NewPasskey): Promise<void> {
    const Credential = credential as ActionInput<'CompleteWebAuthnRegistration'>['Credential'];
    await this.calls.send('CompleteWebAuthnRegistration', self, { Credential });
  }

  async list(self: Self, { limit, cursor }: PasskeyQuery, signal?: AbortSignal): Promise<Page<Passkey>> {
    const input = { MaxResults: limit, NextToken: cursor };
    const answer = await this.calls.send('ListWebAuthnCredentials', self, input, { signal });
    return readPage(cognitoPasskey, answer.Credentials, answer.NextToken);
  }

  async remove(self: Self, id: string): Promise<void> {
    await this.calls.send('DeleteWebAuthnCredential', self, { CredentialId: id });
  }
}
