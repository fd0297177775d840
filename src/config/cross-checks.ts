import { BROWSER_CHECKS } from './browser-checks';
import type { CrossCheck } from './cross-check';
import { EMBEDDED_POOL_ID } from './embedded-pool';

/** Whether traffic to the URL is protected: over TLS, or within this machine. */
function isPrivate(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return true;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * Rules between settings. All of them are checked even if a setting is invalid, so that one start reports
 * everything.
 */
export const CROSS_CHECKS: readonly CrossCheck[] = [
  {
    setting: 'COGNITO_USER_POOL_ID',
    message: 'is in another region than AWS_REGION',
    holds: ({ AWS_REGION: region, COGNITO_USER_POOL_ID: pool }) =>
      typeof pool !== 'string' ||
      typeof region !== 'string' ||
      !pool.includes('_') ||
      !/^[a-z0-9-]+$/.test(region) ||
      pool.slice(0, pool.lastIndexOf('_')) === region,
  },
  {
    setting: 'COGNITO_USER_POOL_ID',
    message: 'is the embedded pool, which is refused if NODE_ENV is production',
    holds: ({ NODE_ENV: environment, COGNITO_USER_POOL_ID: pool }) =>
      pool !== EMBEDDED_POOL_ID || environment !== 'production',
  },
  {
    setting: 'COGNITO_ISSUER_TYPE',
    message: 'has no effect together with COGNITO_ISSUER',
    holds: ({ COGNITO_ISSUER: issuer, COGNITO_ISSUER_TYPE: type }) =>
      issuer === undefined || type === undefined,
  },
  {
    setting: 'COGNITO_REPLICA_REGIONS',
    message:
      'cannot be combined with COGNITO_ISSUER, or with the updated issuer, which names the primary region',
    holds: ({ COGNITO_ISSUER: issuer, COGNITO_ISSUER_TYPE: type, COGNITO_REPLICA_REGIONS: regions }) =>
      regions === undefined || (issuer === undefined && type !== 'updated'),
  },
  {
    setting: 'COGNITO_JWKS_URI',
    message: 'must be https if NODE_ENV is production, unless it is on this machine',
    holds: ({ NODE_ENV: environment, COGNITO_JWKS_URI: jwks, COGNITO_ISSUER: issuer }) =>
      environment !== 'production' || isPrivate(jwks ?? issuer),
  },
  {
    setting: 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
    message: 'must be https if NODE_ENV is production, unless it is on this machine',
    holds: ({ NODE_ENV: environment, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint }) =>
      environment !== 'production' || isPrivate(endpoint),
  },
  {
    setting: 'COGNITO_AUTH_CLIENT_ID',
    message: 'is not one of COGNITO_CLIENT_IDS',
    holds: ({ COGNITO_AUTH_CLIENT_ID: client, COGNITO_CLIENT_IDS: ids }) =>
      client === undefined || !Array.isArray(ids) || ids.includes(client),
  },
  {
    setting: 'COGNITO_CLIENT_SECRETS',
    message: 'names an app client that is not one of COGNITO_CLIENT_IDS',
    holds: ({ COGNITO_CLIENT_SECRETS: secrets, COGNITO_CLIENT_IDS: ids }) =>
      !(secrets instanceof Map) || !Array.isArray(ids) || [...secrets.keys()].every((id) => ids.includes(id)),
  },
  ...BROWSER_CHECKS,
  {
    setting: 'PROPAGATE_CLIENT_ADDRESS',
    message: 'needs the secret of the app client of /auth in COGNITO_CLIENT_SECRETS',
    holds: ({
      PROPAGATE_CLIENT_ADDRESS: propagate,
      COGNITO_CLIENT_SECRETS: secrets,
      COGNITO_CLIENT_IDS: ids,
      COGNITO_AUTH_CLIENT_ID: client = Array.isArray(ids) ? (ids[0] as unknown) : undefined,
    }) => propagate !== true || !(secrets instanceof Map) || client === undefined || secrets.has(client),
  },
];
