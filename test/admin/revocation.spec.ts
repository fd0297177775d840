import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { subOf } from '../../pool/seed';
import { AdminApp } from './admin.app';

let app: AdminApp;
beforeAll(async () => {
  app = await AdminApp.start();
});
afterAll(() => app.close());

describe('tokens issued before', () => {
  it.each<[string, string, string, string, unknown]>([
    ['a sign-out', 'user10', 'POST', '/sign-out', undefined],
    ['being disabled', 'user11', 'POST', '/disable', {}],
    ['a new password', 'user12', 'PUT', '/password', { password: 'Correct-Horse-9', permanent: true }],
    ['joining a group', 'user13', 'PUT', '/groups/support', undefined],
    ['leaving a group', 'user14', 'DELETE', '/groups/support', undefined],
    ['being deleted', 'user15', 'DELETE', '', undefined],
  ])('are refused after %s, under an alias', async (_case, name, method, action, body) => {
    const token = app.tokenOf(name, action === '/groups/support' && method === 'DELETE' ? ['support'] : []);
    expect(await app.verdictOn(token)).toBe('valid');
    expect((await app.request(method, `/users/${subOf(name)}${action}`, body)).status).toBe(204);
    expect(await app.verdictOn(token)).toBe('token_revoked');
    expect(await app.verdictOn(app.tokenOf('user30'))).toBe('valid');
  });

  it('are refused after the deletion of a group, for its members and for tokens with the group', async () => {
    await app.request('POST', '/groups', { name: 'crew' });
    await app.request('PUT', '/users/user20/groups/crew');
    // Tokens issued in the second in which the membership began are refused for that reason.
    await sleep(1100);
    const [member, carrier, other] = [
      app.tokenOf('user20', ['crew', 'another']),
      app.tokenOf('user21', ['crew']),
      app.tokenOf('user21'),
    ];
    expect(await app.verdictOn(member)).toBe('valid');
    expect((await app.request('DELETE', '/groups/crew')).status).toBe(204);
    expect(await app.verdictOn(member)).toBe('token_revoked');
    expect(await app.verdictOn(carrier)).toBe('token_revoked');
    expect(await app.verdictOn(other)).toBe('valid');
  });

  it('are refused after an admin signs themselves out, including the session of the token used', async () => {
    const own = app.tokenOf('user22', ['admin'], { origin_jti: 'own' });
    expect((await app.request('POST', '/users/user22/sign-out', undefined, own)).status).toBe(204);
    const later = (session: string) =>
      app.tokenOf('user22', [], { iat: Math.floor(Date.now() / 1000) + 3, origin_jti: session });
    expect(await app.verdictOn(later('own'))).toBe('token_revoked');
    expect(await app.verdictOn(later('another'))).toBe('valid');
  });
});
