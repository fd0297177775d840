import type { User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../../emulator.services';
import type { SecondFactor } from '../../pool.config';
import { requireCaller } from '../access-token.check';
import type { Actions, PoolState } from '../pool.state';
import { isObject, refusal, type JsonObject } from '../request.reader';
import { firstFactorsOf } from '../sign-in/first-factors';
import { subOf } from '../token.issuer';
import { requireNamedUser } from '../user.directory';
import { withoutSoftwareToken, withPreferences } from './mfa.preferences';

/** A user's factors: which are enabled, which one is preferred, and which can start a sign-in. */
export function mfaActions(state: PoolState): Actions {
  return {
    SetUserMFAPreference: async (request) =>
      setPreferences(state, (await requireCaller(state, request)).user, request),
    AdminSetUserMFAPreference: async (request) =>
      setPreferences(state, await requireNamedUser(state, request), request),
    GetUserAuthFactors: async (request) => factors(state, (await requireCaller(state, request)).user),
    AdminGetUserAuthFactors: async (request) => factors(state, await requireNamedUser(state, request)),
    GetUserPoolMfaConfig: async () => poolConfiguration(state),
    AdminDeleteSoftwareToken: async (request) => {
      const user = await requireNamedUser(state, request);
      if (!user.SoftwareTokenMfaConfiguration) {
        throw refusal('ResourceNotFoundException', 'User does not have a software token.');
      }
      await state.pool.saveUser(CONTEXT, withoutSoftwareToken(user));
      return {};
    },
  };
}

/** The second factors of the pool; disabled ones are left out. */
function poolConfiguration({ config }: PoolState): unknown {
  const has = (factor: SecondFactor): boolean => config.secondFactors.includes(factor);
  return {
    MfaConfiguration: config.mfa,
    SoftwareTokenMfaConfiguration: { Enabled: has('SOFTWARE_TOKEN_MFA') },
    ...(has('SMS_MFA') && { SmsMfaConfiguration: { SmsAuthenticationMessage: 'Your code is {####}' } }),
    ...(has('EMAIL_OTP') && { EmailMfaConfiguration: { Message: 'Your code is {####}' } }),
    ...(config.relyingPartyId !== undefined && {
      WebAuthnConfiguration: { RelyingPartyId: config.relyingPartyId, UserVerification: 'required' },
    }),
  };
}

async function setPreferences(state: PoolState, user: User, request: JsonObject): Promise<unknown> {
  const updated = withPreferences(state, user, request);
  const passkeys = request['WebAuthnMfaSettings'];
  if (isObject(passkeys)) state.passkeys.setSecondFactor(subOf(user), passkeys['Enabled'] === true);
  await state.pool.saveUser(CONTEXT, updated);
  return {};
}

/** `ConfiguredUserAuthFactors` names the factors that can start a sign-in, and the authenticator app. */
function factors(state: PoolState, user: User): unknown {
  const configured = firstFactorsOf(state, user).filter((factor) => factor !== 'PASSWORD_SRP');
  const token = user.SoftwareTokenMfaConfiguration?.Verified === true ? ['SOFTWARE_TOKEN'] : [];
  return {
    Username: user.Username,
    PreferredMfaSetting: user.PreferredMfaSetting,
    UserMFASettingList: user.UserMFASettingList,
    ConfiguredUserAuthFactors: [...configured, ...token],
  };
}
