import { maxAge, scope, type Policy } from 'lifeguard-auth';
import { SELF_SERVICE_SCOPE } from '../cognito/not-authorized';
import type { AccessSettings } from '../config/settings';

/**
 * Definition of `named('me.fresh')`: a sign-in that is at most `STEP_UP_SECONDS` old; without that setting,
 * no further requirement.
 */
export const selfPolicies = ({
  stepUpSeconds,
}: Pick<AccessSettings, 'stepUpSeconds'>): Record<'me.fresh', Policy> => ({
  'me.fresh': stepUpSeconds === undefined ? scope(SELF_SERVICE_SCOPE) : maxAge(stepUpSeconds),
});
