import { Inject, Injectable } from '@nestjs/common';
import type { CognitoSettings } from '../config/settings';
import { SETTINGS } from '../config/settings.token';
import type { AdminAction, RevokingAction } from './actions';
import { Cognito, type SendOptions } from './cognito';
import type { ActionInput, ActionOutput } from './sdk';

/** The input of an admin action without `UserPoolId`. */
export type PoolInput<Name extends AdminAction> = Omit<ActionInput<Name>, 'UserPoolId'>;

/** The admin actions on the service's own user pool: `Cognito.send` with `UserPoolId` added. */
@Injectable()
export class UserPool {
  constructor(
    private readonly cognito: Cognito,
    @Inject(SETTINGS.cognito) private readonly settings: CognitoSettings,
  ) {}

  /**
   * Calls one action with the service's IAM credentials.
   *
   * @example `await pool.send('AdminEnableUser', { Username: 'alice' })`
   * @throws Problem for every failure.
   */
  send<Name extends Exclude<AdminAction, RevokingAction>>(
    action: Name,
    input: PoolInput<Name>,
    options?: SendOptions,
  ): Promise<ActionOutput<Name>> {
    const inPool = { ...input, UserPoolId: this.settings.userPoolId } as unknown as ActionInput<Name>;
    return this.cognito.send(action, inPool, options);
  }
}
