/**
 * The request-rate quota that an action draws on: Cognito limits the requests per second of each category for all user
 * pools of an account and region together.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations
 */
const CATEGORIES = {
  UserAuthentication: ['InitiateAuth', 'RespondToAuthChallenge'],
  UserCreation: ['SignUp', 'ConfirmSignUp', 'AdminCreateUser', 'AdminConfirmSignUp'],
  UserAccountRecovery: [
    'ChangePassword',
    'ForgotPassword',
    'ConfirmForgotPassword',
    'AdminResetUserPassword',
    'AdminSetUserPassword',
  ],
  UserRead: ['GetUser', 'AdminGetUser'],
  UserUpdate: [
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminUpdateUserAttributes',
    'AdminDeleteUserAttributes',
    'AdminDeleteUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'DeleteUser',
    'DeleteUserAttributes',
    'UpdateUserAttributes',
  ],
  UserToken: ['RevokeToken', 'GetTokensFromRefreshToken'],
  UserResourceRead: ['AdminListGroupsForUser'],
  UserResourceUpdate: ['AdminUserGlobalSignOut', 'GlobalSignOut', 'ResendConfirmationCode'],
  UserList: ['ListUsers', 'ListUsersInGroup'],
  UserPoolResourceRead: ['GetGroup', 'ListGroups'],
  UserPoolResourceUpdate: ['CreateGroup', 'UpdateGroup', 'DeleteGroup'],
} as const;

const BY_ACTION: ReadonlyMap<string, string> = new Map(
  Object.entries(CATEGORIES).flatMap(([category, actions]) =>
    actions.map((action) => [action, category] as const),
  ),
);

/** The quota category of an action as AWS names it (`GetUser`); `other` for one that the service does not call. */
export const quotaOf = (action: string): string => BY_ACTION.get(action) ?? 'other';
