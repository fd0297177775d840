import { allOf, anyOf, group, machine, scope, type Policy } from 'lifeguard-auth';
import type { AccessSettings } from '../config/settings';

/**
 * Definitions of `named('users.read')` and `named('users.write')`: a user in the admin group, or a machine
 * whose token has the custom scope of that name. The scope on a user's token grants nothing, and writing
 * does not imply reading.
 *
 * @see
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export function userPolicies(
  settings: Pick<AccessSettings, 'adminGroup' | 'resourceServer'>,
): Record<'users.read' | 'users.write', Policy> {
  const adminOr = (right: string): Policy =>
    anyOf(group(settings.adminGroup), allOf(machine(), scope(`${settings.resourceServer}/${right}`)));
  return { 'users.read': adminOr('users.read'), 'users.write': adminOr('users.write') };
}
