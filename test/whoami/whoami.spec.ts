import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { CLIENT_ID, machineClaims, makeKey, signToken, userClaims } from '../support/tokens';

describe('GET /whoami', () => {
  const key = makeKey();
  let keyServer: KeyServer;
  let service: Service;

  beforeAll(async () => {
    keyServer = await startKeyServer(key);
    service = await startService({ ...TEST_ENVIRONMENT, COGNITO_JWKS_URI: keyServer.url });
  });
  afterAll(async () => {
    await service.close();
    await keyServer.close();
  });

  it('returns the person of a new and of a cached token', async () => {
    const claims = userClaims({ 'cognito:groups': ['support'], scope: 'a b' });
    const token = signToken(key, claims);
    for (let time = 0; time < 2; time += 1) {
      const response = await service.call('/whoami', { token });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        kind: 'user',
        sub: claims.sub,
        username: 'alice',
        clientId: CLIENT_ID,
        groups: ['support'],
        scopes: ['a', 'b'],
        claims: JSON.parse(JSON.stringify(claims)),
      });
    }
  });

  it('returns a machine without groups, even if its token has some', async () => {
    const token = signToken(key, machineClaims({ 'cognito:groups': ['admin'] }));
    const response = await service.call('/whoami', { token });
    expect(await response.json()).toMatchObject({ kind: 'client', sub: CLIENT_ID, groups: [] });
  });
});
