import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Credentials } from '../../src/cognito/actions/row';
import { toProblem } from '../../src/cognito/errors';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { ServedDocument } from './served-document';

const COMMANDS = path.join(
  path.dirname(require.resolve('@aws-sdk/client-cognito-identity-provider/package.json')),
  'dist-types/commands',
);

/** The exceptions that the SDK, written from Cognito's own model, documents for an action. */
function exceptionsOf(action: string): string[] {
  const text = readFileSync(path.join(COMMANDS, `${action}Command.d.ts`), 'utf8');
  const names = Array.from(text.matchAll(/@throws \{@link (\w+Exception)\}/g), ([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

/** The code that a refusal with an exception is answered with. */
function codeOf(name: string, credentials: Credentials): string {
  const httpStatusCode = name === 'InternalErrorException' ? 500 : 400;
  const error = Object.assign(new Error('Refused.'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });
  return toProblem(error, credentials).code;
}

/** What a caller must not learn, since it tells who exists, and what is answered in its place. */
const SILENT = ['user_not_found', 'not_allowed', 'user_not_confirmed'];

let service: Service;
let document: ServedDocument;
beforeAll(async () => {
  service = await startService(TEST_ENVIRONMENT);
  document = await ServedDocument.from(service.url);
});
afterAll(() => service.close());

describe('every exception that an action documents has its problem in the document', () => {
  it.each<[string, Credentials, string[], string[]]>([
    ['POST /auth/sign-in', 'sign-in', ['InitiateAuth'], []],
    ['POST /auth/challenge', 'sign-in', ['RespondToAuthChallenge'], []],
    ['POST /auth/refresh', 'sign-in', ['GetTokensFromRefreshToken', 'InitiateAuth'], []],
    ['POST /auth/sign-up', 'none', ['SignUp'], []],
    ['POST /auth/sign-up/confirm', 'none', ['ConfirmSignUp'], []],
    ['POST /auth/sign-up/resend', 'none', ['ResendConfirmationCode'], SILENT],
    ['POST /auth/forgot-password', 'none', ['ForgotPassword'], SILENT],
    ['POST /auth/forgot-password/confirm', 'none', ['ConfirmForgotPassword'], ['user_not_found']],
    ['GET /me', 'access-token', ['GetUser'], []],
    ['PATCH /me', 'access-token', ['GetUser', 'UpdateUserAttributes', 'DeleteUserAttributes'], []],
    ['DELETE /me', 'access-token', ['DeleteUser'], []],
    ['POST /me/revoke', 'access-token', ['RevokeToken'], []],
    ['POST /me/sign-out', 'access-token', ['GlobalSignOut'], []],
    ['POST /me/password', 'access-token', ['ChangePassword'], []],
    ['GET /users', 'iam', ['ListUsers'], []],
    ['POST /users', 'iam', ['GetGroup', 'AdminCreateUser', 'AdminAddUserToGroup'], []],
    ['GET /users/{username}', 'iam', ['AdminGetUser', 'AdminListGroupsForUser'], []],
    [
      'PATCH /users/{username}',
      'iam',
      ['AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes'],
      [],
    ],
    ['DELETE /users/{username}', 'iam', ['AdminGetUser', 'AdminDeleteUser'], []],
    ['POST /users/{username}/enable', 'iam', ['AdminEnableUser'], []],
    ['POST /users/{username}/disable', 'iam', ['AdminGetUser', 'AdminDisableUser'], []],
    ['POST /users/{username}/sign-out', 'iam', ['AdminGetUser', 'AdminUserGlobalSignOut'], []],
    ['POST /users/{username}/confirm', 'iam', ['AdminConfirmSignUp'], []],
    ['POST /users/{username}/reset-password', 'iam', ['AdminResetUserPassword'], []],
    ['PUT /users/{username}/password', 'iam', ['AdminGetUser', 'AdminSetUserPassword'], []],
    ['GET /users/{username}/groups', 'iam', ['AdminListGroupsForUser'], []],
    ['PUT /users/{username}/groups/{group}', 'iam', ['AdminGetUser', 'AdminAddUserToGroup'], []],
    ['DELETE /users/{username}/groups/{group}', 'iam', ['AdminGetUser', 'AdminRemoveUserFromGroup'], []],
    ['GET /groups', 'iam', ['ListGroups'], []],
    ['POST /groups', 'iam', ['CreateGroup'], []],
    ['GET /groups/{group}', 'iam', ['GetGroup'], []],
    ['PATCH /groups/{group}', 'iam', ['GetGroup', 'UpdateGroup'], []],
    ['DELETE /groups/{group}', 'iam', ['ListUsersInGroup', 'DeleteGroup'], []],
    ['GET /groups/{group}/users', 'iam', ['ListUsersInGroup'], []],
  ])('%s', (name, credentials, actions, silent) => {
    const documented = document.codes(document.operation(name));
    const possible = actions.flatMap((action) =>
      exceptionsOf(action).map((exception) => codeOf(exception, credentials)),
    );
    expect(possible.length).toBeGreaterThan(4);
    const missing = new Set(possible.filter((code) => !documented.includes(code) && !silent.includes(code)));
    expect([...missing]).toEqual([]);
    for (const code of silent) expect(documented).not.toContain(code);
  });
});
