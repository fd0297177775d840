import { createAuthenticator } from './create-authenticator.ts';
import { SILENT } from './log.ts';
import { OptionsError } from './options/options.error.ts';
import { InMemoryRevocations } from './revocation/in-memory-revocations.ts';
import type { RevocationSetup } from './revocation/revocation-setup.ts';
import { createTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

describe('createAuthenticator', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await createTestIssuer();
  });
  afterAll(() => issuer.close());

  it('verifies tokens and applies revocations without Nest', async () => {
    const { authenticator, revocations, pools } = createAuthenticator(issuer.options);
    const headers = ['Authorization', `Bearer ${issuer.token({ sub: 'a', groups: ['x'] })}`];
    await expect(authenticator.authenticate(headers)).resolves.toMatchObject({ sub: 'a', groups: ['x'] });
    await expect(authenticator.authenticate([])).rejects.toMatchObject({ code: 'token_missing' });
    const revoked = revocations.revokeUser('a');
    await expect(authenticator.authenticate(headers)).rejects.toMatchObject({ code: 'token_revoked' });
    await revoked;
    pools.stop();
  });

  it('refuses invalid options', () => {
    expect(() => createAuthenticator({} as never)).toThrow(OptionsError);
  });

  it('creates the revocations of the options with its pools and its clock tolerance', () => {
    const setups: RevocationSetup[] = [];
    const own = new InMemoryRevocations({ pools: [{ id: 'eu-west-1_Own' }], tolerance: 1 });
    const log = { info: () => undefined, warn: () => undefined };
    const options = {
      ...issuer.options,
      clockTolerance: 7,
      revocations: (setup: RevocationSetup) => (setups.push(setup), own),
    };
    expect(createAuthenticator(options, log).revocations).toBe(own);
    expect(setups).toEqual([
      { pools: [expect.objectContaining({ id: 'eu-west-1_TestPool1' })], tolerance: 7, log },
    ]);
    expect(setups[0]?.log).toBe(log);
  });

  it('logs nothing if no log is given', () => {
    expect([SILENT.info('a'), SILENT.warn('b')]).toEqual([undefined, undefined]);
  });
});
