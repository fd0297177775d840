import { Injectable } from '@nestjs/common';
import type { Revocation } from 'lifeguard-auth';
import type { Action, RevokingAction } from '../cognito/actions';
import { Cognito, type SendOptions } from '../cognito/cognito';
import type { ActionInput, ActionOutput } from '../cognito/sdk';
import { ReportedRevocations } from '../revocation/reported-revocations';
import { TokenRevoker, type Ended, type RevokingCall } from '../revocation/token-revoker';
import type { Self } from './self.decorator';

/** The actions that take an access token and revoke none. */
type SelfAction = {
  [Name in Exclude<Action, RevokingAction>]: ActionInput<Name> extends { AccessToken?: string | undefined }
    ? Name
    : never;
}[Exclude<Action, RevokingAction>];

type SelfInput<Name extends SelfAction> = Omit<ActionInput<Name>, 'AccessToken'>;

/**
 * Calls Cognito with the caller's own access token. A token that Cognito reports as revoked is refused here
 * from then on.
 */
@Injectable()
export class SelfCalls {
  constructor(
    private readonly cognito: Cognito,
    private readonly tokens: TokenRevoker,
    private readonly reported: ReportedRevocations,
  ) {}

  /**
   * Calls one action.
   *
   * @example `await calls.send('GetDevice', self, { DeviceKey: key })`
   * @throws Problem for every failure.
   */
  send<Name extends SelfAction>(
    action: Name,
    { token, principal }: Self,
    input: SelfInput<Name>,
    options?: SendOptions,
  ): Promise<ActionOutput<Name>> {
    const whole = { ...input, AccessToken: token } as unknown as ActionInput<Name>;
    return this.reported.watch(principal, this.cognito.send(action, whole, options));
  }

  /** Calls an action that revokes tokens. See `TokenRevoker.end`. */
  end({ principal }: Self, ended: [Revocation, ...Revocation[]], call: RevokingCall): Promise<Ended> {
    return this.reported.watch(principal, this.tokens.end(ended, call));
  }
}
