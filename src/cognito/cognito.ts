import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { credentialsOf, rowOf, type Action, type RevokingAction } from './actions';
import { CallObserver } from './call-observer';
import { CognitoClock, observeAnswers } from './cognito-clock';
import { withDeadline } from './deadline';
import { toProblem } from './errors';
import { CredentialsUnavailable, UnexpectedResponse } from './failure';
import { backOff, mayRetry } from './retry';
import { commandOf, loadSdk, type ActionInput, type ActionOutput } from './sdk';
import { resultOf, withoutUserExistence } from './user-existence';

export interface SendOptions {
  /** Aborts the call when its answer is no longer needed. */
  readonly signal?: AbortSignal;
}

/** Close idle connections before the other end does: a write sent at that moment would fail. */
const AGENT = { keepAlive: true, maxSockets: 100, timeout: 5000 };

/** Calls Cognito. `ACTIONS` describes each action. */
@Injectable()
export class Cognito implements OnApplicationShutdown {
  #closed = false;
  #client: CognitoIdentityProviderClient | undefined;

  constructor(
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
    @Optional() private readonly calls?: CallObserver,
    @Optional() private readonly clock?: CognitoClock,
  ) {}

  /**
   * Calls one action: at most two attempts, which together take at most twice `COGNITO_TIMEOUT_MS`.
   *
   * @example `await cognito.send('AdminEnableUser', { Username: 'alice' })`
   * @param action as AWS names it.
   * @param input without `UserPoolId`, which every action needs that is signed with IAM credentials.
   * @throws Problem for every failure.
   */
  send<Name extends Exclude<Action, RevokingAction>>(
    action: Name,
    input: ActionInput<Name>,
    options: SendOptions = {},
  ): Promise<ActionOutput<Name>> {
    return this.#observed(action, input, options.signal) as Promise<ActionOutput<Name>>;
  }

  /**
   * Like `send`, for an action that revokes tokens. Only `TokenRevoker` calls it, which records the
   * revocations.
   */
  sendRevoking(action: RevokingAction, input: object): Promise<unknown> {
    return this.#observed(action, input);
  }

  async #observed(action: Action, input: object, signal?: AbortSignal): Promise<unknown> {
    const started = performance.now();
    try {
      const output = await this.#sendAtMostTwice(action, input, signal);
      this.calls?.observe(action, 'ok', performance.now() - started);
      return output;
    } catch (error) {
      this.calls?.observe(action, resultOf(action, error), performance.now() - started);
      throw error;
    }
  }

  async #sendAtMostTwice(action: Action, input: object, signal?: AbortSignal): Promise<unknown> {
    const { timeoutMs } = this.settings;
    const failure = (error: unknown) =>
      withoutUserExistence(action, toProblem(error, credentialsOf(action, input)));
    const end = performance.now() + 2 * timeoutMs;
    try {
      return await this.#attempt(action, input, timeoutMs, signal);
    } catch (error) {
      if (!mayRetry(error, action)) throw failure(error);
      await backOff();
      if (this.#closed) throw failure(error);
    }
    const left = Math.max(1, Math.min(timeoutMs, end - performance.now()));
    return this.#attempt(action, input, left, signal).catch((error: unknown) => {
      throw failure(error);
    });
  }

  /** In-flight requests have ended by the time Nest calls this. */
  onApplicationShutdown(): void {
    this.#closed = true;
    this.#client?.destroy();
  }

  #connect(): CognitoIdentityProviderClient {
    const { region, endpoint } = this.settings;
    // The SDK's own retries would repeat writes; `mayRetry` decides instead.
    if (this.#client) return this.#client;
    this.#client = new (loadSdk().CognitoIdentityProviderClient)({
      region,
      ...(endpoint && { endpoint }),
      maxAttempts: 1,
      retryMode: 'standard',
      requestHandler: { httpAgent: AGENT, httpsAgent: AGENT },
    });
    if (this.clock) observeAnswers(this.#client, this.clock);
    return this.#client;
  }

  #attempt(action: Action, input: object, milliseconds: number, signal?: AbortSignal): Promise<unknown> {
    const { credentials, answer } = rowOf(action);
    // Before the deadline starts, because the first call loads the SDK.
    const [client, command] = [this.#connect(), commandOf(action, this.#inPool(action, input))];
    return withDeadline(milliseconds, signal, async (abortSignal) => {
      if (credentials === 'iam') await this.#resolveCredentials();
      const output = await client.send(command, { abortSignal });
      if (answer?.safeParse(output).success ?? true) return output;
      throw new UnexpectedResponse(`The response to ${action} lacks a required member`);
    });
  }

  #inPool(action: Action, input: object): object {
    return rowOf(action).credentials === 'iam' ? { ...input, UserPoolId: this.settings.userPoolId } : input;
  }

  // Resolved separately so that a credential failure is not reported as a Cognito outage. The SDK caches them.
  async #resolveCredentials(): Promise<void> {
    await this.#connect()
      .config.credentials()
      .catch((error: unknown) => {
        throw new CredentialsUnavailable(error instanceof Error ? error.message : 'No AWS credentials');
      });
  }
}
