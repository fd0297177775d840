import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Caller } from '../../src/cognito/caller';
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
function codeOf(name: string, as: Caller): string {
  const httpStatusCode = name === 'InternalErrorException' ? 500 : 400;
  const error = Object.assign(new Error('Refused.'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });
  return toProblem(error, as).code;
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
  it.each<[string, Caller, string[], string[]]>([
    ['POST /auth/sign-in', 'credentials', ['InitiateAuth'], []],
    ['POST /auth/challenge', 'credentials', ['RespondToAuthChallenge'], []],
    ['POST /auth/refresh', 'credentials', ['GetTokensFromRefreshToken', 'InitiateAuth'], []],
    ['POST /auth/sign-up', 'anyone', ['SignUp'], []],
    ['POST /auth/sign-up/confirm', 'anyone', ['ConfirmSignUp'], []],
    ['POST /auth/sign-up/resend', 'anyone', ['ResendConfirmationCode'], SILENT],
    ['POST /auth/forgot-password', 'anyone', ['ForgotPassword'], SILENT],
    ['POST /auth/forgot-password/confirm', 'anyone', ['ConfirmForgotPassword'], ['user_not_found']],
    ['GET /me', 'caller', ['GetUser'], []],
    ['PATCH /me', 'caller', ['GetUser', 'UpdateUserAttributes', 'DeleteUserAttributes'], []],
    ['DELETE /me', 'caller', ['DeleteUser'], []],
    ['POST /me/revoke', 'caller', ['RevokeToken'], []],
    ['POST /me/sign-out', 'caller', ['GlobalSignOut'], []],
    ['POST /me/password', 'caller', ['ChangePassword'], []],
    ['GET /users', 'service', ['ListUsers'], []],
    ['POST /users', 'service', ['GetGroup', 'AdminCreateUser', 'AdminAddUserToGroup'], []],
    ['GET /users/{username}', 'service', ['AdminGetUser', 'AdminListGroupsForUser'], []],
    [
      'PATCH /users/{username}',
      'service',
      ['AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes'],
      [],
    ],
    ['DELETE /users/{username}', 'service', ['AdminGetUser', 'AdminDeleteUser'], []],
    ['POST /users/{username}/enable', 'service', ['AdminEnableUser'], []],
    ['POST /users/{username}/disable', 'service', ['AdminGetUser', 'AdminDisableUser'], []],
    ['POST /users/{username}/sign-out', 'service', ['AdminGetUser', 'AdminUserGlobalSignOut'], []],
    ['POST /users/{username}/confirm', 'service', ['AdminConfirmSignUp'], []],
    ['POST /users/{username}/reset-password', 'service', ['AdminResetUserPassword'], []],
    ['PUT /users/{username}/password', 'service', ['AdminGetUser', 'AdminSetUserPassword'], []],
    ['GET /users/{username}/groups', 'service', ['AdminListGroupsForUser'], []],
    ['PUT /users/{username}/groups/{group}', 'service', ['AdminGetUser', 'AdminAddUserToGroup'], []],
    ['DELETE /users/{username}/groups/{group}', 'service', ['AdminGetUser', 'AdminRemoveUserFromGroup'], []],
    ['GET /groups', 'service', ['ListGroups'], []],
    ['POST /groups', 'service', ['CreateGroup'], []],
    ['GET /groups/{group}', 'service', ['GetGroup'], []],
    ['PATCH /groups/{group}', 'service', ['GetGroup', 'UpdateGroup'], []],
    ['DELETE /groups/{group}', 'service', ['ListUsersInGroup', 'DeleteGroup'], []],
    ['GET /groups/{group}/users', 'service', ['ListUsersInGroup'], []],
  ])('%s', (name, as, actions, silent) => {
    const documented = document.codes(document.operation(name));
    const possible = actions.flatMap((action) =>
      exceptionsOf(action).map((exception) => codeOf(exception, as)),
    );
    expect(possible.length).toBeGreaterThan(4);
    const missing = new Set(possible.filter((code) => !documented.includes(code) && !silent.includes(code)));
    expect([...missing]).toEqual([]);
    for (const code of silent) expect(documented).not.toContain(code);
  });
});
