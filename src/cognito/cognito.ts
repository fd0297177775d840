import {
  CognitoIdentityProviderClient,
  type $Command,
  type CognitoIdentityProviderClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';

/** Whose right a command is sent with: the caller's own access token, our IAM rights, or credentials just given. */
export type Caller = 'caller' | 'service' | 'credentials';

export interface SendOptions {
  readonly as: Caller;
  /** Aborts when the answer is of no use any more. */
  readonly signal?: AbortSignal;
}

/** A command of the SDK, by what it takes and what it answers. */
export type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = $Command<
  Input,
  Output,
  CognitoIdentityProviderClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes
>;

/** The user pool, command by command. */
@Injectable()
export class Cognito implements OnApplicationShutdown {
  private readonly client: CognitoIdentityProviderClient;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.client = new CognitoIdentityProviderClient({ region: settings.region, maxAttempts: 1 });
  }

  /**
   * Sends one command. Every failure is thrown as a Problem.
   */
  async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    options: SendOptions,
  ): Promise<Output> {
    return this.client.send(command, options.signal ? { abortSignal: options.signal } : {});
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
