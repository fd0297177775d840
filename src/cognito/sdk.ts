import type * as Sdk from '@aws-sdk/client-cognito-identity-provider';
import type { Action, AdminAction } from './actions';

type CommandOf<Name extends Action> = InstanceType<(typeof Sdk)[`${Name}Command`]>;

/** The SDK's input type of an action. For an admin action `Cognito` adds `UserPoolId`. */
export type ActionInput<Name extends Action> = Name extends AdminAction
  ? Omit<CommandOf<Name>['input'], 'UserPoolId'>
  : CommandOf<Name>['input'];

/** The SDK's output type of an action. */
export type ActionOutput<Name extends Action> = Awaited<
  ReturnType<ReturnType<CommandOf<Name>['resolveMiddleware']>>
>['output'];

type Command = Sdk.$Command<
  Sdk.ServiceInputTypes,
  Sdk.ServiceOutputTypes,
  Sdk.CognitoIdentityProviderClientResolvedConfig,
  Sdk.ServiceInputTypes,
  Sdk.ServiceOutputTypes
>;

/**
 * The AWS SDK's client for Cognito, loaded on the first call because loading would take most of the startup time.
 */
export const loadSdk = (): typeof Sdk => require('@aws-sdk/client-cognito-identity-provider') as typeof Sdk;

/** The SDK's command object for one action. */
export function commandOf(action: Action, input: object): Command {
  const commands = loadSdk() as unknown as Record<string, new (input: object) => Command>;
  const Constructor = commands[`${action}Command`];
  if (Constructor === undefined) throw new TypeError(`The AWS SDK has no action ${action}`);
  return new Constructor(input);
}
