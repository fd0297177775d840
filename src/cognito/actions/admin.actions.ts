import * as answers from './answers';
import { ANY_ACTION, MESSAGE_ROLES, TRIGGER, type ActionRow } from './row';

const USER_EXCEPTIONS = [...ANY_ACTION, 'UserNotFound'] as const;

/** The actions behind `/users` and `/groups`. They are signed with the service's IAM credentials. */
export const ADMIN_ACTIONS = {
  AdminGetUser: {
    credentials: 'iam',
    category: 'UserRead',
    repeatable: true,
    answer: answers.anyUser,
    exceptions: USER_EXCEPTIONS,
  },
  ListUsers: {
    credentials: 'iam',
    category: 'UserList',
    repeatable: true,
    answer: answers.users,
    exceptions: ANY_ACTION,
  },
  AdminCreateUser: {
    credentials: 'iam',
    category: 'UserCreation',
    answer: answers.createdUser,
    exceptions: [
      ...USER_EXCEPTIONS,
      ...TRIGGER,
      'CodeDeliveryFailure',
      'InvalidPassword',
      'InvalidSmsRoleAccessPolicy',
      'InvalidSmsRoleTrustRelationship',
      'PreconditionNotMet',
      'UnsupportedUserState',
      'UsernameExists',
    ],
  },
  AdminUpdateUserAttributes: {
    credentials: 'iam',
    category: 'UserUpdate',
    exceptions: [...USER_EXCEPTIONS, ...TRIGGER, ...MESSAGE_ROLES, 'AliasExists'],
  },
  AdminDeleteUserAttributes: { credentials: 'iam', category: 'UserUpdate', exceptions: USER_EXCEPTIONS },
  AdminDeleteUser: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'delete',
    exceptions: USER_EXCEPTIONS,
  },
  AdminEnableUser: { credentials: 'iam', category: 'UserUpdate', exceptions: USER_EXCEPTIONS },
  AdminDisableUser: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'disable',
    exceptions: USER_EXCEPTIONS,
  },
  AdminUserGlobalSignOut: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'sign-out',
    exceptions: USER_EXCEPTIONS,
  },
  AdminConfirmSignUp: {
    credentials: 'iam',
    category: 'UserCreation',
    exceptions: [...USER_EXCEPTIONS, ...TRIGGER, 'LimitExceeded', 'TooManyFailedAttempts'],
  },
  AdminResetUserPassword: {
    credentials: 'iam',
    category: 'UserAccountRecovery',
    exceptions: [...USER_EXCEPTIONS, ...TRIGGER, ...MESSAGE_ROLES, 'LimitExceeded'],
  },
  AdminSetUserPassword: {
    credentials: 'iam',
    category: 'UserAccountRecovery',
    revokes: 'password',
    exceptions: [...USER_EXCEPTIONS, 'InvalidPassword', 'PasswordHistoryPolicyViolation'],
  },
  AdminSetUserMFAPreference: {
    credentials: 'iam',
    category: 'UserResourceUpdate',
    exceptions: [...USER_EXCEPTIONS, 'PasswordResetRequired', 'UserNotConfirmed'],
  },
  AdminDeleteSoftwareToken: {
    credentials: 'iam',
    category: 'UserResourceUpdate',
    exceptions: [...USER_EXCEPTIONS, 'UserNotConfirmed'],
  },
  AdminListUserSessions: {
    credentials: 'iam',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.sessions,
    exceptions: USER_EXCEPTIONS,
  },
  AdminRevokeUserSession: { credentials: 'iam', category: 'UserResourceUpdate', exceptions: USER_EXCEPTIONS },
  AdminListDevices: {
    credentials: 'iam',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.devices,
    exceptions: [...ANY_ACTION, 'InvalidUserPoolConfiguration'],
  },
  AdminForgetDevice: {
    credentials: 'iam',
    category: 'UserResourceUpdate',
    exceptions: [...USER_EXCEPTIONS, 'InvalidUserPoolConfiguration'],
  },
  AdminListGroupsForUser: {
    credentials: 'iam',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.groups,
    exceptions: USER_EXCEPTIONS,
  },
  AdminAddUserToGroup: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'groups',
    exceptions: USER_EXCEPTIONS,
  },
  AdminRemoveUserFromGroup: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'groups',
    exceptions: USER_EXCEPTIONS,
  },
  ListUsersInGroup: {
    credentials: 'iam',
    category: 'UserList',
    repeatable: true,
    answer: answers.users,
    exceptions: ANY_ACTION,
  },
  ListGroups: {
    credentials: 'iam',
    category: 'UserPoolResourceRead',
    repeatable: true,
    answer: answers.groups,
    exceptions: ANY_ACTION,
  },
  GetGroup: {
    credentials: 'iam',
    category: 'UserPoolResourceRead',
    repeatable: true,
    answer: answers.oneGroup,
    exceptions: ANY_ACTION,
  },
  CreateGroup: {
    credentials: 'iam',
    category: 'UserPoolResourceUpdate',
    answer: answers.oneGroup,
    exceptions: [...ANY_ACTION, 'GroupExists', 'LimitExceeded'],
  },
  UpdateGroup: {
    credentials: 'iam',
    category: 'UserPoolResourceUpdate',
    answer: answers.oneGroup,
    exceptions: ANY_ACTION,
  },
  DeleteGroup: {
    credentials: 'iam',
    category: 'UserPoolResourceUpdate',
    revokes: 'groups',
    exceptions: ANY_ACTION,
  },
} as const satisfies Record<string, ActionRow>;
