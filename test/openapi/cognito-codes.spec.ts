import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rowOf, type Action } from '../../src/cognito/actions';
import { toProblem } from '../../src/cognito/errors';
import { revealsUserExistence, withoutUserExistence } from '../../src/cognito/user-existence';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { ServedDocument } from './served-document';

const COMMANDS = path.join(
  path.dirname(require.resolve('@aws-sdk/client-cognito-identity-provider/package.json')),
  'dist-types/commands',
);

/** The exceptions that the SDK, generated from Cognito's own model, documents for an action. */
function exceptionsOf(action: string): string[] {
  const text = readFileSync(path.join(COMMANDS, `${action}Command.d.ts`), 'utf8');
  const names = Array.from(text.matchAll(/@throws \{@link (\w+Exception)\}/g), ([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException');
}

/** The code of the response to an exception of an action; undefined if the exception is hidden. */
function codeOf(action: Action, name: string): string | undefined {
  const httpStatusCode = name === 'InternalErrorException' ? 500 : 400;
  const error = Object.assign(new Error('Refused.'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode },
  });
  const { credentials, unknownUser } = rowOf(action);
  const problem = toProblem(error, credentials);
  if (unknownUser === 'silent' && revealsUserExistence(action, problem)) return undefined;
  return withoutUserExistence(action, problem).code;
}

/** Codes that reveal who exists: the routes named here must not document them. */
const TELLING = ['user_not_found', 'not_allowed', 'user_not_confirmed'];

let service: Service;
let document: ServedDocument;
beforeAll(async () => {
  service = await startService(TEST_ENVIRONMENT);
  document = await ServedDocument.from(service.url);
});
afterAll(() => service.close());

describe('every exception that an action documents has its problem in the document', () => {
  it.each<[string, Action[], string[]]>([
    ['POST /auth/sign-in', ['InitiateAuth'], []],
    ['POST /auth/challenge', ['RespondToAuthChallenge'], []],
    ['POST /auth/refresh', ['GetTokensFromRefreshToken', 'InitiateAuth'], []],
    ['POST /auth/sign-up', ['SignUp'], []],
    ['POST /auth/sign-up/confirm', ['ConfirmSignUp'], ['user_not_found', 'not_allowed', 'code_expired']],
    ['POST /auth/sign-up/resend', ['ResendConfirmationCode'], TELLING],
    ['POST /auth/forgot-password', ['ForgotPassword'], TELLING],
    [
      'POST /auth/forgot-password/confirm',
      ['ConfirmForgotPassword'],
      ['user_not_found', 'not_allowed', 'code_expired'],
    ],
    ['GET /me', ['GetUser'], []],
    ['PATCH /me', ['GetUser', 'UpdateUserAttributes', 'DeleteUserAttributes'], []],
    ['DELETE /me', ['DeleteUser'], []],
    ['POST /me/revoke', ['RevokeToken'], []],
    ['POST /me/sign-out', ['GlobalSignOut'], []],
    ['POST /me/password', ['ChangePassword'], []],
    ['GET /users', ['ListUsers'], []],
    ['POST /users', ['GetGroup', 'AdminCreateUser', 'AdminAddUserToGroup'], []],
    ['GET /users/{username}', ['AdminGetUser', 'AdminListGroupsForUser'], []],
    [
      'PATCH /users/{username}',
      ['AdminGetUser', 'AdminUpdateUserAttributes', 'AdminDeleteUserAttributes'],
      [],
    ],
    ['DELETE /users/{username}', ['AdminGetUser', 'AdminDeleteUser'], []],
    ['POST /users/{username}/enable', ['AdminEnableUser'], []],
    ['POST /users/{username}/disable', ['AdminGetUser', 'AdminDisableUser'], []],
    ['POST /users/{username}/sign-out', ['AdminGetUser', 'AdminUserGlobalSignOut'], []],
    ['POST /users/{username}/confirm', ['AdminConfirmSignUp'], []],
    ['POST /users/{username}/reset-password', ['AdminResetUserPassword'], []],
    ['PUT /users/{username}/password', ['AdminGetUser', 'AdminSetUserPassword'], []],
    ['GET /users/{username}/groups', ['AdminListGroupsForUser'], []],
    ['PUT /users/{username}/groups/{group}', ['AdminGetUser', 'AdminAddUserToGroup'], []],
    ['DELETE /users/{username}/groups/{group}', ['AdminGetUser', 'AdminRemoveUserFromGroup'], []],
    ['GET /groups', ['ListGroups'], []],
    ['POST /groups', ['CreateGroup'], []],
    ['GET /groups/{group}', ['GetGroup'], []],
    ['PATCH /groups/{group}', ['GetGroup', 'UpdateGroup'], []],
    ['DELETE /groups/{group}', ['ListUsersInGroup', 'DeleteGroup'], []],
    ['GET /groups/{group}/users', ['ListUsersInGroup'], []],
  ])('%s', (name, actions, hidden) => {
    const documented = document.codes(document.operation(name));
    const possible = actions.flatMap((action) =>
      exceptionsOf(action).map((exception) => codeOf(action, exception)),
    );
    expect(possible.length).toBeGreaterThan(4);
    const missing = possible.filter((code) => code !== undefined && !documented.includes(code));
    expect([...new Set(missing)]).toEqual([]);
    for (const code of hidden) expect(documented).not.toContain(code);
  });
});
