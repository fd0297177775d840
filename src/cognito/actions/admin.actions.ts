import * as answers from './answers';
import { ANY_ACTION, MESSAGE_ROLES, TRIGGER, type ActionRow } from './row';

const OF_A_USER = [...ANY_ACTION, 'UserNotFound'] as const;

/** The actions behind `/users` and `/groups`. They are signed with the service's IAM credentials. */
export const ADMIN_ACTIONS = {
  AdminGetUser: {
    credentials: 'iam',
    category: 'UserRead',
    repeatable: true,
    answer: answers.anyUser,
    exceptions: OF_A_USER,
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
      ...OF_A_USER,
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
    exceptions: [...OF_A_USER, ...TRIGGER, ...MESSAGE_ROLES, 'AliasExists'],
  },
  AdminDeleteUserAttributes: { credentials: 'iam', category: 'UserUpdate', exceptions: OF_A_USER },
  AdminDeleteUser: { credentials: 'iam', category: 'UserUpdate', revokes: 'delete', exceptions: OF_A_USER },
  AdminEnableUser: { credentials: 'iam', category: 'UserUpdate', exceptions: OF_A_USER },
  AdminDisableUser: { credentials: 'iam', category: 'UserUpdate', revokes: 'disable', exceptions: OF_A_USER },
  AdminUserGlobalSignOut: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'sign-out',
    exceptions: OF_A_USER,
  },
  AdminConfirmSignUp: {
    credentials: 'iam',
    category: 'UserCreation',
    exceptions: [...OF_A_USER, ...TRIGGER, 'LimitExceeded', 'TooManyFailedAttempts'],
  },
  AdminResetUserPassword: {
    credentials: 'iam',
    category: 'UserAccountRecovery',
    exceptions: [...OF_A_USER, ...TRIGGER, ...MESSAGE_ROLES, 'LimitExceeded'],
  },
  AdminSetUserPassword: {
    credentials: 'iam',
    category: 'UserAccountRecovery',
    revokes: 'password',
    exceptions: [...OF_A_USER, 'InvalidPassword', 'PasswordHistoryPolicyViolation'],
  },
  AdminSetUserMFAPreference: {
    credentials: 'iam',
    category: 'UserResourceUpdate',
    exceptions: [...OF_A_USER, 'PasswordResetRequired', 'UserNotConfirmed'],
  },
  AdminDeleteSoftwareToken: {
    credentials: 'iam',
    category: 'UserResourceUpdate',
    exceptions: [...OF_A_USER, 'UserNotConfirmed'],
  },
  AdminListUserSessions: {
    credentials: 'iam',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.sessions,
    exceptions: OF_A_USER,
  },
  AdminRevokeUserSession: { credentials: 'iam', category: 'UserResourceUpdate', exceptions: OF_A_USER },
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
    exceptions: [...OF_A_USER, 'InvalidUserPoolConfiguration'],
  },
  AdminListGroupsForUser: {
    credentials: 'iam',
    category: 'UserResourceRead',
    repeatable: true,
    answer: answers.groups,
    exceptions: OF_A_USER,
  },
  AdminAddUserToGroup: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'groups',
    exceptions: OF_A_USER,
  },
  AdminRemoveUserFromGroup: {
    credentials: 'iam',
    category: 'UserUpdate',
    revokes: 'groups',
    exceptions: OF_A_USER,
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
