import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CognitoStub } from '../support/cognito-stub';
import { AdminApp } from './admin.app';
import { wireGroup, wireUser } from './admin.support';

let stub: CognitoStub;
let app: AdminApp;
beforeAll(async () => {
  stub = await CognitoStub.start();
  app = await AdminApp.start({ AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url });
});
afterAll(async () => {
  await app.close();
  await stub.close();
});
beforeEach(() => {
  stub.reset();
  stub
    .on('AdminGetUser', { json: wireUser('Zoe', {}, 'UserAttributes') })
    .on('AdminListGroupsForUser', { json: { Groups: [] } })
    .on('AdminCreateUser', { json: { User: wireUser('Zoë/1 %') } })
    .on('CreateGroup', { json: { Group: wireGroup('a/b?') } });
});

describe('a username in a path (recording stub, no emulator)', () => {
  it.each([
    ['with capitals and an address', 'Zoe.Doe+tag@Example.COM'],
    ['with spaces around it', ' zoe '],
    ['with slashes and dots', '../users/zoe'],
    ['that looks percent-encoded', 'a%2Fb%252F'],
    ['with a plus and an ampersand', 'a+b&c=d;e'],
    ['composed', 'é'],
    ['decomposed', 'e\u0301'],
    ['in other scripts', 'Ωμέγα-李'],
    ['of one character', 'a'],
    ['of 128 characters outside the basic plane', '🦄'.repeat(128)],
  ])('%s reaches Cognito byte for byte', async (_case, name) => {
    expect((await app.request('GET', `/users/${encodeURIComponent(name)}`)).status).toBe(200);
    expect(stub.sent('AdminGetUser')).toEqual([{ UserPoolId: app.pool.userPoolId, Username: name }]);
  });
});

it('Location is the path of a new user and of a new group (recording stub, no emulator)', async () => {
  const user = await app.request('POST', '/users', { username: 'zoe' });
  expect([user.status, user.headers.get('location')]).toEqual([201, '/users/Zo%C3%AB%2F1%20%25']);
  const group = await app.request('POST', '/groups', { name: 'a/b?' });
  expect([group.status, group.headers.get('location')]).toEqual([201, '/groups/a%2Fb%3F']);
});

it('GET /users/{username} answers 503 if Cognito returns no sub (recording stub, no emulator)', async () => {
  stub.on('AdminGetUser', { json: { Username: 'zoe' } });
  const { status, headers, body } = await app.request('GET', '/users/zoe');
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'cognito_unavailable', '5']);
});
