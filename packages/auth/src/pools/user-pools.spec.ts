import { until } from '../../../../test/support/until.ts';
import { SILENT } from '../log.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { AuthStatistics } from '../statistics.ts';
import { createTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { UserPools } from './user-pools.ts';

describe('the user pools of an application', () => {
  let issuer: TestIssuer;
  let pools: UserPools;
  beforeAll(async () => {
    issuer = await createTestIssuer({ pools: ['customers', 'staff'] });
  });
  beforeEach(() => {
    pools = new UserPools(resolveOptions(issuer.options), new AuthStatistics(), SILENT);
  });
  afterEach(() => pools.stop());
  afterAll(() => issuer.close());

  const staffIssuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_TestPool2';

  it('are found by the issuer of a token, compared exactly', () => {
    expect(pools.issuing(staffIssuer)?.name).toBe('staff');
    for (const other of [`${staffIssuer}/`, staffIssuer.toUpperCase(), '', undefined, [staffIssuer]])
      expect(pools.issuing(other)).toBeUndefined();
  });

  it('are found by their name, the first one without a name', () => {
    expect(pools.named(undefined)).toBe(pools.first);
    expect([pools.first.name, pools.named('customers')?.name]).toEqual(['customers', 'customers']);
    expect(pools.named('staff')).toBe(pools.all[1]);
    expect([pools.named('other'), pools.named('')]).toEqual([undefined, undefined]);
  });

  it('have what the options say of each', () => {
    expect(pools.all.map(({ name, clientIds }) => [name, ...clientIds])).toEqual([
      ['customers', 'testclient1'],
      ['staff', 'testclient2'],
    ]);
    expect(pools.all[1]?.issuers).toContain(staffIssuer);
  });

  it('know their keys once those of every pool were read', async () => {
    expect([pools.keysLoaded, pools.keyCount]).toEqual([false, 0]);
    const [, staff] = pools.all;
    staff?.keys.start();
    await until('the keys of staff', () => staff?.keys.loaded === true);
    expect([pools.keysLoaded, pools.keyCount]).toEqual([false, 1]);
    pools.start();
    await until('the keys of both', () => pools.keysLoaded);
    expect(pools.keyCount).toBe(2);
  });

  it('read no keys any more once they are stopped', async () => {
    const stopped = pools.all.map(({ keys }) => jest.spyOn(keys, 'stop'));
    pools.stop();
    expect(stopped.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    jest.restoreAllMocks();
    await Promise.resolve();
  });
});
