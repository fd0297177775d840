import { Injectable } from '@nestjs/common';
import { Revocations, type Propagation, type Revocation } from 'lifeguard-auth';
import type { RevokingAction } from '../cognito/actions';
import { Cognito } from '../cognito/cognito';
import { CognitoClock } from '../cognito/cognito-clock';
import { outcomeUnknown } from '../cognito/outcome';
import type { ActionInput } from '../cognito/sdk';
import type { AnsweredByDecorator } from '../openapi/route.decorator';
import { withCompletedSteps } from '../problems/completed-steps';
import { Problem } from '../problems/problem';

/** An action that revokes tokens, and its input. */
export interface RevokingCall {
  readonly action: RevokingAction;
  readonly input: object;
  /** The name of this step in the problem of a later one that fails. */
  readonly step?: string;
}

export const call = <Name extends RevokingAction>(
  action: Name,
  input: ActionInput<Name>,
  step?: string,
): RevokingCall => ({ action, input, ...(step !== undefined && { step }) });

/** The result of a change that revoked tokens. `@RevokingRoute` turns it into a response. */
export class Ended implements AnsweredByDecorator {
  readonly answeredBy = 'RevokingRoute';

  constructor(readonly propagation: Propagation) {}

  /**
   * @throws always: sent as a body, it would hide that the revocation is not shared yet.
   */
  toJSON(): never {
    throw new TypeError('A handler that revokes tokens needs @RevokingRoute');
  }
}

type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** The only way to call actions that revoke tokens: its callers state which tokens. */
@Injectable()
export class TokenRevoker {
  constructor(
    private readonly cognito: Cognito,
    private readonly clock: CognitoClock,
    private readonly revocations: Revocations,
  ) {}

  /**
   * Sends the calls one after the other and records the revocations. They are also recorded if Cognito's
   * response was lost, because the action may have been carried out, and if a later call was refused. A
   * refusal of the first call records nothing.
   *
   * When the promise settles, every token issued before is refused, and every token issued afterwards is
   * accepted: the promise waits until Cognito's clock has passed the second of the revocation.
   *
   * @throws what a call threw, with the steps that were carried out before.
   */
  async end(ended: AtLeastOne<Revocation>, ...calls: AtLeastOne<RevokingCall>): Promise<Ended> {
    for (const [index, each] of calls.entries()) {
      try {
        await this.cognito.sendRevoking(each.action, each.input);
      } catch (error) {
        if (index > 0 && isUnknownHere(error)) continue;
        if (index > 0 || outcomeUnknown(error)) await this.#record(ended, this.clock.mayHaveReached());
        throw withCompletedSteps(
          error,
          calls.slice(0, index).flatMap(({ step = [] }) => step),
        );
      }
    }
    return this.#record(ended, this.clock.reached());
  }

  /** Sends a call for a user who has no tokens yet. */
  async endNothing({ action, input }: RevokingCall): Promise<void> {
    await this.cognito.sendRevoking(action, input);
  }

  /** Records revocations for changes made elsewhere, without any call. */
  record(ended: AtLeastOne<Revocation>): Promise<Ended> {
    return this.#record(ended, this.clock.mayHaveReached());
  }

  async #record(ended: readonly Revocation[], at: number): Promise<Ended> {
    const recorded = this.revocations.record(ended, at);
    // A session is refused whenever its tokens are issued, so there is no second to wait for.
    const isTimed = ended.some(({ kind }) => kind === 'user' || kind === 'group');
    const [propagation] = await Promise.all([recorded, isTimed ? this.clock.passed(at) : undefined]);
    return new Ended(propagation);
  }
}

/**
 * If an endpoint (an emulator) does not support a later action, there is nothing to revoke; the first
 * action was carried out.
 */
const isUnknownHere = (error: unknown): boolean =>
  error instanceof Problem && error.code === 'not_available_here';
