import { DEFAULT_REALM } from '../challenge.ts';
import { issuersOf, jwksUriOf } from './issuers.ts';
import type { CommonOptions, LifeguardOptions, UserPoolOptions } from './lifeguard.options.ts';
import { OptionsError } from './options.error.ts';
import type { PoolFacts, ResolvedOptions } from './resolved.options.ts';
import { COMMON_RULES, POOL_RULES, type Rule } from './rules.ts';

type Given = Readonly<Record<string, unknown>>;

/**
 * Checks the options and fills in the defaults.
 *
 * @throws OptionsError listing every invalid option.
 */
export function resolveOptions(options: LifeguardOptions): ResolvedOptions {
  const faults = faultsOf(options);
  if (faults.length > 0) throw new OptionsError(faults);
  const pools = namedPools(options).map(([name, pool]) => factsOf(name, pool)) as [PoolFacts, ...PoolFacts[]];
  const shared = sharedIssuers(pools);
  if (shared.length > 0) throw new OptionsError(shared);
  const given: CommonOptions = options;
  return {
    pools,
    clockTolerance: given.clockTolerance ?? 5,
    jwksTimeout: given.jwksTimeout ?? 5000,
    realm: given.realm ?? DEFAULT_REALM,
    policies: given.policies ?? {},
    revocations: given.revocations,
    guard: given.guard ?? 'global',
    acceptEmulatorKeys: given.acceptEmulatorKeys ?? false,
  };
}

const namedPools = (options: LifeguardOptions): [string | undefined, UserPoolOptions][] =>
  'userPools' in options ? Object.entries(options.userPools) : [[undefined, options]];

function factsOf(name: string | undefined, pool: UserPoolOptions): PoolFacts {
  const { userPoolId: id, issuer, issuerType, replicaRegions, jwksUri, clientIds } = pool;
  const issuers = issuer === undefined ? issuersOf(id, { issuerType, replicaRegions }) : [issuer];
  const jwksUris = jwksUri === undefined ? issuers.map(jwksUriOf) : [jwksUri];
  return { name, id, issuers, jwksUris, clientIds: new Set(clientIds) };
}

function faultsOf(options: unknown): string[] {
  if (!isRecord(options)) return ['options: must be an object'];
  if (!('userPools' in options))
    return [...invalidOptions(options, { ...COMMON_RULES, ...POOL_RULES }), ...poolFaults(options, '')];
  const { userPools, ...others } = options;
  const common = invalidOptions(others, COMMON_RULES);
  if (!isRecord(userPools) || Object.keys(userPools).length === 0)
    return [...common, 'userPools: must name at least one user pool'];
  const pools = Object.entries(userPools).flatMap(([name, pool]) => {
    const path = `userPools.${name}`;
    if (!/^[\w-]{1,64}$/.test(name) || /^\d+$/.test(name))
      return [`${path}: a name consists of letters, digits, _ and -, and is not a number`];
    if (!isRecord(pool)) return [`${path}: must be an object`];
    return [...invalidOptions(pool, POOL_RULES, `${path}.`), ...poolFaults(pool, `${path}.`)];
  });
  return [...common, ...pools];
}

const isRecord = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Unknown and invalid options. */
const invalidOptions = (given: Given, rules: Readonly<Record<string, Rule>>, path = ''): string[] =>
  Object.entries(given).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule)
      return [
        `${path}${name}: is not an option${Object.hasOwn(POOL_RULES, name) ? ' together with userPools' : ''}`,
      ];
    return value === undefined || rule.holds(value) ? [] : [`${path}${name}: ${rule.message}`];
  });

/** Options of a pool that are missing or contradict each other. */
function poolFaults(
  { userPoolId, clientIds, issuer, issuerType, replicaRegions }: Given,
  path: string,
): string[] {
  const faults: string[] = [];
  if (userPoolId === undefined) faults.push(`${path}userPoolId: is required`);
  if (clientIds === undefined) faults.push(`${path}clientIds: is required`);
  if (issuer !== undefined && issuerType !== undefined)
    faults.push(`${path}issuerType: has no effect together with issuer`);
  if (issuer !== undefined && replicaRegions !== undefined)
    faults.push(`${path}replicaRegions: has no effect together with issuer`);
  if (issuerType === 'updated' && Array.isArray(replicaRegions) && replicaRegions.length > 0)
    faults.push(`${path}replicaRegions: the updated issuer always names the primary Region`);
  return faults;
}

/** A token's issuer determines its pool, so two pools cannot have the same issuer. */
function sharedIssuers(pools: readonly PoolFacts[]): string[] {
  const owner = new Map<string, PoolFacts>();
  return pools.flatMap((pool) =>
    pool.issuers.flatMap((issuer) => {
      const other = owner.get(issuer);
      owner.set(issuer, pool);
      return other ? [`userPools.${pool.name}: has the same issuer as ${other.name}`] : [];
    }),
  );
}
