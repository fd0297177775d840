import type { User } from 'cognito-local/lib/services/userPoolService';
import type { SecondFactor } from '../../pool.config';
import { contactOf, verifiedContact } from '../code.delivery';
import type { PoolState } from '../pool.state';
import { isObject, refusal, type JsonObject } from '../request.reader';

/** The member of SetUserMFAPreference for each second factor. */
const MEMBERS = {
  SMS_MFA: 'SMSMfaSettings',
  EMAIL_OTP: 'EmailMfaSettings',
  SOFTWARE_TOKEN_MFA: 'SoftwareTokenMfaSettings',
} as const satisfies Record<SecondFactor, string>;
const FACTORS = Object.keys(MEMBERS) as SecondFactor[];

/** The second factors that a user has enabled and that the pool still offers. */
export function activeFactors(state: PoolState, user: User): SecondFactor[] {
  if (state.config.mfa === 'OFF') return [];
  return FACTORS.filter(
    (factor) => user.UserMFASettingList?.includes(factor) && isUsable(state, user, factor),
  );
}

/**
 * The user with the preferences of a request; factors that the request leaves out are unchanged.
 *
 * @throws InvalidParameterException if the pool or the user does not have a factor, or a preferred one is disabled
 */
export function withPreferences(state: PoolState, user: User, request: JsonObject): User {
  const wanted = FACTORS.flatMap((factor) => {
    const settings = request[MEMBERS[factor]];
    return isObject(settings) ? [{ factor, ...flags(settings) }] : [];
  });
  for (const one of wanted) requirePossible(state, user, one);
  const preferred = wanted.filter((one) => one.preferred).map((one) => one.factor);
  if (preferred.length > 1) {
    throw refusal('InvalidParameterException', 'Only one MFA method can be set as preferred.');
  }
  const list = FACTORS.filter(
    (factor) =>
      wanted.find((one) => one.factor === factor)?.enabled ?? user.UserMFASettingList?.includes(factor),
  );
  const kept = wanted.some((one) => one.factor === user.PreferredMfaSetting)
    ? undefined
    : user.PreferredMfaSetting;
  return {
    ...user,
    UserMFASettingList: list.length > 0 ? list : undefined,
    PreferredMfaSetting: preferred[0] ?? kept,
    UserLastModifiedDate: state.services.clock.get(),
  };
}

/** The user without an authenticator app. */
export function withoutSoftwareToken(user: User): User {
  const list = user.UserMFASettingList?.filter((factor) => factor !== 'SOFTWARE_TOKEN_MFA') ?? [];
  return {
    ...user,
    SoftwareTokenMfaConfiguration: undefined,
    UserMFASettingList: list.length > 0 ? list : undefined,
    PreferredMfaSetting:
      user.PreferredMfaSetting === 'SOFTWARE_TOKEN_MFA' ? undefined : user.PreferredMfaSetting,
  };
}

interface Wanted {
  factor: SecondFactor;
  enabled: boolean;
  preferred: boolean;
}

function flags(settings: JsonObject): Pick<Wanted, 'enabled' | 'preferred'> {
  return { enabled: settings['Enabled'] === true, preferred: settings['PreferredMfa'] === true };
}

function requirePossible(state: PoolState, user: User, { factor, enabled, preferred }: Wanted): void {
  if (preferred && !enabled) {
    throw refusal('InvalidParameterException', `${factor} must be enabled to be the preferred MFA method.`);
  }
  if (!enabled) return;
  if (state.config.mfa === 'OFF' || !state.config.secondFactors.includes(factor)) {
    throw refusal('InvalidParameterException', `${factor} is not enabled for the user pool.`);
  }
  if (isUsable(state, user, factor)) return;
  throw refusal(
    'InvalidParameterException',
    factor === 'SOFTWARE_TOKEN_MFA'
      ? 'User has not verified software token mfa'
      : 'User does not have delivery config set to turn on this MFA method',
  );
}

/** Whether the user has what the factor needs: a verified app, a phone number or a verified address. */
function isUsable(state: PoolState, user: User, factor: SecondFactor): boolean {
  if (!state.config.secondFactors.includes(factor)) return false;
  if (factor === 'SOFTWARE_TOKEN_MFA') return user.SoftwareTokenMfaConfiguration?.Verified === true;
  const found = factor === 'SMS_MFA' ? contactOf(user, 'phone_number') : verifiedContact(user, 'email');
  return found !== undefined;
}
