import type {
  $Command,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { isAnswer } from './answers';
import { Problem } from '../problems/problem';
import { CallObserver } from './call-observer';
import type { Caller } from './caller';
import { withDeadline } from './deadline';
import { toProblem } from './errors';
import { CredentialsUnavailable, JunkAnswer } from './failure';
import { backOff, mayRetry } from './retry';
import { sdk } from './sdk';

export type { Caller } from './caller';

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

/** Idle connections are dropped well before the other end drops them, which a write in that moment would not survive. */
const AGENT = { keepAlive: true, maxSockets: 100, timeout: 5000 };

/** The user pool, command by command. */
@Injectable()
export class Cognito implements OnApplicationShutdown {
  #client: CognitoIdentityProviderClient | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Optional() private readonly calls?: CallObserver,
  ) {}

  /**
   * Sends one command: at most two attempts, which take no longer than twice `COGNITO_TIMEOUT_MS` together.
   *
   * @throws Problem for every failure.
   */
  async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    options: SendOptions,
  ): Promise<Output> {
    const started = performance.now();
    const action = command.constructor.name.replace(/Command$/, '');
    try {
      const output = await this.sendAtMostTwice(command, options);
      this.calls?.observe(action, 'ok', performance.now() - started);
      return output;
    } catch (error) {
      this.calls?.observe(
        action,
        error instanceof Problem ? error.code : 'internal_error',
        performance.now() - started,
      );
      throw error;
    }
  }

  private async sendAtMostTwice<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    options: SendOptions,
  ): Promise<Output> {
    const end = performance.now() + 2 * this.settings.cognitoTimeoutMs;
    try {
      return await this.attempt(command, options, this.settings.cognitoTimeoutMs);
    } catch (error) {
      if (!mayRetry(error, command.constructor.name)) throw toProblem(error, options.as);
    }
    await backOff();
    const left = Math.max(1, Math.min(this.settings.cognitoTimeoutMs, end - performance.now()));
    return this.attempt(command, options, left).catch((error: unknown) => {
      throw toProblem(error, options.as);
    });
  }

  /** In-flight requests have ended by the time Nest calls this. */
  onApplicationShutdown(): void {
    this.#client?.destroy();
  }

  private client(): CognitoIdentityProviderClient {
    const { region, cognitoEndpoint } = this.settings;
    // The SDK's own retries repeat writes, so there are none of them: see `mayRetry`.
    this.#client ??= new sdk.CognitoIdentityProviderClient({
      region,
      ...(cognitoEndpoint && { endpoint: cognitoEndpoint }),
      maxAttempts: 1,
      retryMode: 'standard',
      requestHandler: { httpAgent: AGENT, httpsAgent: AGENT },
    });
    return this.#client;
  }

  private attempt<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Command<Input, Output>,
    { as, signal }: SendOptions,
    milliseconds: number,
  ): Promise<Output> {
    return withDeadline(milliseconds, signal, async (abortSignal) => {
      if (as === 'service') await this.credentials();
      const output = await this.client().send(command, { abortSignal });
      if (isAnswer(command.constructor.name, output)) return output;
      throw new JunkAnswer(`An answer to ${command.constructor.name} without what it must have`);
    });
  }

  // Asked apart from the command, a failing credential provider is not mistaken for a failing Cognito. The SDK caches.
  private async credentials(): Promise<void> {
    await this.client()
      .config.credentials()
      .catch((error: unknown) => {
        throw new CredentialsUnavailable(error instanceof Error ? error.message : 'No AWS credentials');
      });
  }
}
