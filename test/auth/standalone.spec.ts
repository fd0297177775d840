import { createAuthenticator, OptionsError } from 'lifeguard-auth';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';

describe('createAuthenticator', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await createTestIssuer();
  });
  afterAll(() => issuer.close());

  it('verifies tokens and keeps revocations without Nest', async () => {
    const { authenticator, revocations, pools } = createAuthenticator(issuer.options);
    const headers = ['Authorization', `Bearer ${issuer.token({ sub: 'a', groups: ['x'] })}`];
    await expect(authenticator.authenticate(headers)).resolves.toMatchObject({ sub: 'a', groups: ['x'] });
    await expect(authenticator.authenticate([])).rejects.toMatchObject({ code: 'token_missing' });
    const revoked = revocations.revokeUser('a');
    await expect(authenticator.authenticate(headers)).rejects.toMatchObject({ code: 'token_revoked' });
    await revoked;
    pools.stop();
  });

  it('refuses wrong options', () => {
    expect(() => createAuthenticator({} as never)).toThrow(OptionsError);
  });
});
