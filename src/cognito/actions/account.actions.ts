import * as answers from './answers';
import { DELIVERY, TRIGGER, UNSIGNED, WITH_TOKEN, type ActionRow } from './row';

const PASSKEY = [...UNSIGNED, 'LimitExceeded', 'PasswordResetRequired'] as const;
const DEVICE = [...WITH_TOKEN, 'InvalidUserPoolConfiguration'] as const;

/** The actions behind `/me`: what people do with their own access token. */
export const ACCOUNT_ACTIONS = {
  GetUser: {
    credentials: 'access-token',
    category: 'UserRead',
    repeatable: true,
    answer: answers.ownUser,
    exceptions: WITH_TOKEN,
  },
  UpdateUserAttributes: {
    credentials: 'access-token',
    category: 'UserUpdate',
    answer: answers.codesSent,
    exceptions: [...WITH_TOKEN, ...TRIGGER, ...DELIVERY, 'AliasExists', 'CodeMismatch', 'ExpiredCode'],
  },
  DeleteUserAttributes: { credentials: 'access-token', category: 'UserUpdate', exceptions: WITH_TOKEN },
  GetUserAttributeVerificationCode: {
    credentials: 'access-token',
    category: 'UserResourceRead',
    answer: answers.codeSent,
    exceptions: [...WITH_TOKEN, ...TRIGGER, ...DELIVERY, 'LimitExceeded'],
  },
  VerifyUserAttribute: {
    credentials: 'access-token',
    category: 'UserUpdate',
    exceptions: [...WITH_TOKEN, 'AliasExists', 'CodeMismatch', 'ExpiredCode', 'LimitExceeded'],
  },
  DeleteUser: {
    credentials: 'access-token',
    category: 'UserUpdate',
    revokes: 'delete',
    exceptions: WITH_TOKEN,
  },
  GlobalSignOut: {
    credentials: 'access-token',
    category: 'UserUpdate',
    revokes: 'sign-out',
    exceptions: [...UNSIGNED, 'PasswordResetRequired', 'UserNotConfirmed'],
  },
  ChangePassword: {
    credentials: 'access-token',
    category: 'UserAccountRecovery',
    exceptions: [...WITH_TOKEN, 'InvalidPassword', 'LimitExceeded', 'PasswordHistoryPolicyViolation'],
  },
  GetUserAuthFactors: {
    credentials: 'access-token',
    category: 'UserRead',
    repeatable: true,
    answer: answers.factors,
    exceptions: WITH_TOKEN,
  },
  SetUserMFAPreference: {
    credentials: 'access-token',
    category: 'UserResourceUpdate',
    exceptions: WITH_TOKEN,
  },
  ListUserSessions: {
    credentials: 'access-token',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.sessions,
    exceptions: WITH_TOKEN,
  },
  RevokeUserSession: { credentials: 'access-token', category: 'UserResourceUpdate', exceptions: WITH_TOKEN },
  ListDevices: {
    credentials: 'access-token',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.devices,
    exceptions: DEVICE,
  },
  GetDevice: {
    credentials: 'access-token',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.oneDevice,
    exceptions: DEVICE,
  },
  ConfirmDevice: {
    credentials: 'access-token',
    category: 'UserResourceUpdate',
    exceptions: [...DEVICE, 'DeviceKeyExists', 'InvalidLambdaResponse', 'InvalidPassword', 'UsernameExists'],
  },
  UpdateDeviceStatus: { credentials: 'access-token', category: 'UserResourceUpdate', exceptions: DEVICE },
  ForgetDevice: { credentials: 'access-token', category: 'UserResourceUpdate', exceptions: DEVICE },
  StartWebAuthnRegistration: {
    credentials: 'access-token',
    category: 'UserResourceUpdate',
    answer: answers.passkeyOptions,
    exceptions: [...PASSKEY, 'WebAuthnConfigurationMissing', 'WebAuthnNotEnabled'],
  },
  CompleteWebAuthnRegistration: {
    credentials: 'access-token',
    category: 'UserResourceUpdate',
    exceptions: [
      ...PASSKEY,
      'WebAuthnChallengeNotFound',
      'WebAuthnClientMismatch',
      'WebAuthnCredentialNotSupported',
      'WebAuthnNotEnabled',
      'WebAuthnOriginNotAllowed',
      'WebAuthnRelyingPartyMismatch',
    ],
  },
  ListWebAuthnCredentials: {
    credentials: 'access-token',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.passkeys,
    exceptions: PASSKEY,
  },
  DeleteWebAuthnCredential: {
    credentials: 'access-token',
    category: 'UserResourceUpdate',
    exceptions: PASSKEY,
  },
} as const satisfies Record<string, ActionRow>;
