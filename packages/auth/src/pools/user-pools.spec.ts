import { until } from '../../../../test/support/until.ts';
import { SILENT } from '../log.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { AuthStatistics } from '../statistics.ts';
import { createTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { UserPools } from './user-pools.ts';

describe('UserPools', () => {
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

  it('finds a pool by the issuer of a token, compared exactly', () => {
    expect(pools.issuing(staffIssuer)?.name).toBe('staff');
    for (const other of [`${staffIssuer}/`, staffIssuer.toUpperCase(), '', undefined, [staffIssuer]])
      expect(pools.issuing(other)).toBeUndefined();
  });

  it('finds a pool by its name, and the first one without a name', () => {
    expect(pools.named(undefined)).toBe(pools.first);
    expect([pools.first.name, pools.named('customers')?.name]).toEqual(['customers', 'customers']);
    expect(pools.named('staff')).toBe(pools.all[1]);
    expect([pools.named('other'), pools.named('')]).toEqual([undefined, undefined]);
  });

  it('configures each pool from its options', () => {
    expect(pools.all.map(({ name, clientIds }) => [name, ...clientIds])).toEqual([
      ['customers', 'testclient1'],
      ['staff', 'testclient2'],
    ]);
    expect(pools.all[1]?.issuers).toContain(staffIssuer);
  });

  it('reports the keys as loaded once those of every pool were fetched', async () => {
    expect([pools.keysLoaded, pools.keyCount]).toEqual([false, 0]);
    const [, staff] = pools.all;
    staff?.keys.start();
    await until('the keys of staff', () => staff?.keys.loaded === true);
    expect([pools.keysLoaded, pools.keyCount]).toEqual([false, 1]);
    pools.start();
    await until('the keys of both', () => pools.keysLoaded);
    expect(pools.keyCount).toBe(2);
  });

  it('fetches no keys after it was stopped', async () => {
    const stopped = pools.all.map(({ keys }) => jest.spyOn(keys, 'stop'));
    pools.stop();
    expect(stopped.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    jest.restoreAllMocks();
    await Promise.resolve();
  });
});
