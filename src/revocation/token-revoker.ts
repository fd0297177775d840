import { Inject, Injectable } from '@nestjs/common';
import { Revocations, type Revocation } from 'lifeguard-auth';
import { rowOf, type AdminAction, type RevokingAction } from '../cognito/actions';
import { Cognito } from '../cognito/cognito';
import { CognitoClock } from '../cognito/cognito-clock';
import { outcomeUnknown } from '../cognito/outcome';
import type { ActionInput } from '../cognito/sdk';
import type { PoolInput } from '../cognito/user-pool';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import { doneBefore } from '../problems/done-before';
import { Problem } from '../problems/problem';
import { Ended } from './ended';

/** An action that ends tokens, with what it is sent. The user pool is added to admin actions. */
export interface RevokingCall {
  readonly action: RevokingAction;
  readonly input: object;
  /** The name of this step in the problem of a later one that fails. */
  readonly step?: string;
}

type Input<Name extends RevokingAction> = Name extends AdminAction ? PoolInput<Name> : ActionInput<Name>;

export const call = <Name extends RevokingAction>(
  action: Name,
  input: Input<Name>,
  step?: string,
): RevokingCall => ({ action, input, ...(step !== undefined && { step }) });

type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** The only way to the actions that end tokens: its callers name the tokens. */
@Injectable()
export class TokenRevoker {
  constructor(
    private readonly cognito: Cognito,
    private readonly clock: CognitoClock,
    private readonly revocations: Revocations,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Sends the calls one after the other and records what they end. It is also recorded when Cognito's answer was lost,
   * since the action may have been carried out, and when a later call was refused. A refusal of the first call records
   * nothing.
   *
   * Every token that was issued before is refused when the promise settles, and every one that is issued after that is
   * accepted: it waits until Cognito's clock has left the second of the revocation.
   *
   * @throws what a call threw, with the steps that were carried out before.
   */
  async end(ended: AtLeastOne<Revocation>, ...calls: AtLeastOne<RevokingCall>): Promise<Ended> {
    for (const [index, each] of calls.entries()) {
      try {
        await this.#send(each);
      } catch (error) {
        if (index > 0 && isUnknownHere(error)) continue;
        if (index > 0 || outcomeUnknown(error)) await this.#record(ended, this.clock.mayHaveReached());
        throw doneBefore(
          error,
          calls.slice(0, index).flatMap(({ step = [] }) => step),
        );
      }
    }
    return this.#record(ended, this.clock.reached());
  }

  /** Sends a call about a user who has no tokens yet. */
  async endNothing({ action, input }: RevokingCall): Promise<void> {
    await this.#send({ action, input });
  }

  /** Records revocations for what was done elsewhere, without any call. */
  record(ended: AtLeastOne<Revocation>): Promise<Ended> {
    return this.#record(ended, this.clock.mayHaveReached());
  }

  #send({ action, input }: RevokingCall): Promise<unknown> {
    const pool = rowOf(action).credentials === 'iam' ? { UserPoolId: this.settings.userPoolId } : {};
    return this.cognito.sendRevoking(action, { ...input, ...pool });
  }

  async #record(ended: readonly Revocation[], at: number): Promise<Ended> {
    const recorded = this.revocations.record(ended, at);
    // A session is refused whenever its tokens are issued, so there is no second to wait for.
    const isTimed = ended.some(({ kind }) => kind === 'user' || kind === 'group');
    const [propagation] = await Promise.all([recorded, isTimed ? this.clock.left(at) : undefined]);
    return new Ended(propagation);
  }
}

/** An endpoint that does not know a later action, an emulator's, has nothing to end by it; the first one was carried out. */
const isUnknownHere = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'not_available_here';
