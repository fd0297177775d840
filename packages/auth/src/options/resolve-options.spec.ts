import { issuersOf, jwksUriOf, regionOf } from './issuers.ts';
import type { LifeguardOptions } from './lifeguard.options.ts';
import { OptionsError } from './options.error.ts';
import { resolveOptions } from './resolve-options.ts';

const POOL = { userPoolId: 'eu-west-1_AbCdEf123', clientIds: ['web'] };
const ORIGINAL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123';
const UPDATED = 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123';

const faultsOf = (options: unknown): readonly string[] => {
  try {
    resolveOptions(options as LifeguardOptions);
    return [];
  } catch (error) {
    if (error instanceof OptionsError) return error.faults;
    throw error;
  }
};

describe('resolveOptions', () => {
  it('fills in every default from a pool id and its app clients', () => {
    expect(resolveOptions(POOL)).toEqual({
      pools: [
        {
          name: undefined,
          id: 'eu-west-1_AbCdEf123',
          issuers: [ORIGINAL, UPDATED],
          jwksUris: [`${ORIGINAL}/.well-known/jwks.json`, `${UPDATED}/.well-known/jwks.json`],
          clientIds: new Set(['web']),
        },
      ],
      clockTolerance: 5,
      jwksTimeout: 5000,
      realm: 'lifeguard',
      policies: {},
      revocations: undefined,
      guard: 'global',
      acceptEmulatorKeys: false,
    });
  });

  it('keeps the given options', () => {
    const revocations = () => undefined as never;
    const policies = { staff: { kind: 'group', names: ['a'] } } as const;
    const common = {
      clockTolerance: 0,
      jwksTimeout: 1,
      realm: 'orders',
      guard: 'manual',
      acceptEmulatorKeys: true,
    } as const;
    expect(resolveOptions({ ...POOL, ...common, policies, revocations })).toMatchObject({
      ...common,
      policies,
      revocations,
    });
  });

  it.each<[object, string[], string[]]>([
    [
      { issuer: 'http://127.0.0.1:1/p' },
      ['http://127.0.0.1:1/p'],
      ['http://127.0.0.1:1/p/.well-known/jwks.json'],
    ],
    [{ issuer: 'https://i', jwksUri: 'https://k' }, ['https://i'], ['https://k']],
    [{ jwksUri: 'https://k' }, [ORIGINAL, UPDATED], ['https://k']],
    [{ issuerType: 'original' }, [ORIGINAL], [jwksUriOf(ORIGINAL)]],
    [{ issuerType: 'updated' }, [UPDATED], [jwksUriOf(UPDATED)]],
    [
      { issuerType: 'original', replicaRegions: ['us-west-2'] },
      [ORIGINAL, ORIGINAL.replace('eu-west-1.', 'us-west-2.')],
      [jwksUriOf(ORIGINAL), jwksUriOf(ORIGINAL.replace('eu-west-1.', 'us-west-2.'))],
    ],
  ])('derives issuers and key URLs from %j', (more, issuers, jwksUris) => {
    expect(resolveOptions({ ...POOL, ...more }).pools[0]).toMatchObject({ issuers, jwksUris });
  });

  it('resolves several named pools in their order', () => {
    const { pools } = resolveOptions({
      userPools: { customers: POOL, staff: { userPoolId: 'us-east-1_Staff', clientIds: ['s', 't'] } },
    });
    expect(pools.map(({ name, id, clientIds }) => [name, id, [...clientIds]])).toEqual([
      ['customers', 'eu-west-1_AbCdEf123', ['web']],
      ['staff', 'us-east-1_Staff', ['s', 't']],
    ]);
  });

  it.each<[unknown, string[]]>([
    [undefined, ['options: must be an object']],
    [null, ['options: must be an object']],
    [[], ['options: must be an object']],
    [{}, ['userPoolId: is required', 'clientIds: is required']],
    [
      { ...POOL, userPoolId: 1 },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [
      { ...POOL, userPoolId: 'eu-west-1' },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [
      { ...POOL, userPoolId: `a_${'b'.repeat(54)}` },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [
      { ...POOL, userPoolId: 'EU-West-1_AbCdEf123' },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [{ ...POOL, clientIds: 'web' }, ['clientIds: must be a list of at least one app client id']],
    [{ ...POOL, clientIds: [] }, ['clientIds: must be a list of at least one app client id']],
    [{ ...POOL, clientIds: ['a b'] }, ['clientIds: must be a list of at least one app client id']],
    [{ ...POOL, clientIds: ['web', undefined] }, ['clientIds: must be a list of at least one app client id']],
    [
      { ...POOL, userPoolId: 'eu-west-1_A-b' },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [
      { ...POOL, userPoolId: ['eu-west-1_A'] },
      ['userPoolId: must be the id of a user pool, such as `eu-west-1_AbCdEf123`'],
    ],
    [{ ...POOL, issuer: ['https://i'] }, ['issuer: must be an http or https URL']],
    [{ ...POOL, issuer: 'ahttp://pool' }, ['issuer: must be an http or https URL']],
    [{ ...POOL, replicaRegions: [['us-west-2']] }, ['replicaRegions: must be a list of AWS Regions']],
    [{ ...POOL, replicaRegions: ['!us-west-2'] }, ['replicaRegions: must be a list of AWS Regions']],
    [{ ...POOL, replicaRegions: ['us-west-2!'] }, ['replicaRegions: must be a list of AWS Regions']],
    [{ ...POOL, policies: null }, ['policies: must be an object of policies by name']],
    [{ ...POOL, policies: 'x' }, ['policies: must be an object of policies by name']],
    [{ userPools: null }, ['userPools: must name at least one user pool']],
    [{ ...POOL, issuer: 'pool' }, ['issuer: must be an http or https URL']],
    [{ ...POOL, issuer: 'ftp://pool' }, ['issuer: must be an http or https URL']],
    [{ ...POOL, jwksUri: 5 }, ['jwksUri: must be an http or https URL']],
    [{ ...POOL, issuerType: 'new' }, ['issuerType: must be `original`, `updated` or `both`']],
    [{ ...POOL, replicaRegions: ['Ohio!'] }, ['replicaRegions: must be a list of AWS Regions']],
    [{ ...POOL, clockTolerance: '5' }, ['clockTolerance: must be a number of seconds from 0 to 300']],
    [{ ...POOL, clockTolerance: 301 }, ['clockTolerance: must be a number of seconds from 0 to 300']],
    [{ ...POOL, clockTolerance: Number.NaN }, ['clockTolerance: must be a number of seconds from 0 to 300']],
    [{ ...POOL, jwksTimeout: 0 }, ['jwksTimeout: must be a number of milliseconds from 1 to 60000']],
    [{ ...POOL, realm: 'a"b' }, ['realm: must be printable ASCII without quotes and backslashes']],
    [{ ...POOL, realm: '' }, ['realm: must be printable ASCII without quotes and backslashes']],
    [{ ...POOL, policies: [] }, ['policies: must be an object of policies by name']],
    [
      { ...POOL, revocations: {} },
      ['revocations: must be a function such as `redisRevocations({ url })` returns'],
    ],
    [{ ...POOL, guard: true }, ['guard: must be `global` or `manual`']],
    [{ ...POOL, acceptEmulatorKeys: 'yes' }, ['acceptEmulatorKeys: must be true or false']],
    [{ ...POOL, clientId: 'web' }, ['clientId: is not an option']],
    [{ ...POOL, toString: 1 }, ['toString: is not an option']],
    [
      { ...POOL, issuer: 'https://i', issuerType: 'both' },
      ['issuerType: has no effect together with issuer'],
    ],
    [
      { ...POOL, issuer: 'https://i', replicaRegions: [] },
      ['replicaRegions: has no effect together with issuer'],
    ],
    [
      { ...POOL, issuerType: 'updated', replicaRegions: ['us-west-2'] },
      ['replicaRegions: the updated issuer always names the primary Region'],
    ],
    [{ userPools: {} }, ['userPools: must name at least one user pool']],
    [{ userPools: [] }, ['userPools: must name at least one user pool']],
    [{ userPools: { a: POOL }, userPoolId: 'x_y' }, ['userPoolId: is not an option together with userPools']],
    [
      { userPools: { 'a b': POOL } },
      ['userPools.a b: a name consists of letters, digits, _ and -, and is not a number'],
    ],
    [
      { userPools: { 1: POOL } },
      ['userPools.1: a name consists of letters, digits, _ and -, and is not a number'],
    ],
    [{ userPools: { a: 'x' } }, ['userPools.a: must be an object']],
    [{ userPools: { a: { ...POOL, realm: 'x' } } }, ['userPools.a.realm: is not an option']],
    [{ userPools: { a: {} } }, ['userPools.a.userPoolId: is required', 'userPools.a.clientIds: is required']],
    [
      { userPools: { a: POOL, b: POOL } },
      ['userPools.b: has the same issuer as a', 'userPools.b: has the same issuer as a'],
    ],
  ])('refuses %j', (options, faults) => {
    expect(faultsOf(options)).toEqual(faults);
  });

  it('reports every fault at once, in the order of the options', () => {
    expect(faultsOf({ userPoolId: '', clientIds: 1, realm: 1, guards: 1 })).toHaveLength(4);
  });

  it('accepts the bounds of every option', () => {
    const bounds = { clockTolerance: 300, jwksTimeout: 60_000, guard: 'global', policies: {} };
    expect(faultsOf({ ...POOL, ...bounds })).toEqual([]);
    expect(faultsOf({ ...POOL, userPoolId: `a_${'b'.repeat(53)}` })).toEqual([]);
    expect(faultsOf({ ...POOL, issuerType: 'updated', replicaRegions: [] })).toEqual([]);
    expect(faultsOf({ userPools: { a1: POOL } })).toEqual([]);
    expect(faultsOf({ userPools: { '1a': POOL } })).toEqual([]);
    expect(faultsOf({ userPools: { 12: POOL } })).toHaveLength(1);
  });

  it('reports empty user pools together with another fault', () => {
    expect(faultsOf({ userPools: {}, realm: '' })).toEqual([
      'realm: must be printable ASCII without quotes and backslashes',
      'userPools: must name at least one user pool',
    ]);
  });

  it('throws an OptionsError with one fault per line', () => {
    expect(new OptionsError(['a: b', 'c: d'])).toMatchObject({ name: 'OptionsError', message: 'a: b\nc: d' });
  });

  it('treats an undefined option as absent', () => {
    expect(faultsOf({ ...POOL, issuer: undefined, realm: undefined, guard: undefined })).toEqual([]);
  });
});

describe('issuersOf', () => {
  it('returns both forms of the issuer, the original one first, the updated one only in the primary Region', () => {
    expect(issuersOf('eu-west-1_AbCdEf123')).toEqual([ORIGINAL, UPDATED]);
    expect(issuersOf('eu-west-1_AbCdEf123', { replicaRegions: ['us-west-2'] })).toEqual([
      ORIGINAL,
      ORIGINAL.replace('eu-west-1.', 'us-west-2.'),
      UPDATED,
    ]);
  });

  it('lists an issuer once if a replica is in the primary Region or listed twice', () => {
    const replicaRegions = ['eu-west-1', 'us-west-2', 'us-west-2'];
    expect(resolveOptions({ ...POOL, replicaRegions }).pools[0].issuers).toEqual([
      ORIGINAL,
      ORIGINAL.replace('eu-west-1.', 'us-west-2.'),
      UPDATED,
    ]);
  });

  it('reads the Region of a pool id', () => {
    expect([
      regionOf('us-gov-west-1_Abc'),
      regionOf('nothing'),
      regionOf('us-east-1_A-b'),
      regionOf('!us-east-1_A'),
    ]).toEqual(['us-gov-west-1', undefined, undefined, undefined]);
  });
});
