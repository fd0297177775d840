import { EMBEDDED_POOL_ID } from './embedded-pool';

/** What the settings that must agree with one another look like; each may still be wrong by itself. */
interface Given {
  NODE_ENV?: unknown;
  AWS_REGION?: unknown;
  COGNITO_USER_POOL_ID?: unknown;
  COGNITO_CLIENT_IDS?: unknown;
  COGNITO_CLIENT_SECRETS?: unknown;
  COGNITO_AUTH_CLIENT_ID?: unknown;
}

interface Agreement {
  readonly setting: keyof Given;
  readonly message: string;
  /** Whether the settings agree; true where one of them is wrong by itself, which is another problem. */
  readonly holds: (given: Given) => boolean;
}

/** Rules between settings. They are all looked at whatever else is wrong, so that one start tells everything. */
export const AGREEMENTS: readonly Agreement[] = [
  {
    setting: 'COGNITO_USER_POOL_ID',
    message: 'is of another region than AWS_REGION',
    holds: ({ AWS_REGION: region, COGNITO_USER_POOL_ID: pool }) =>
      typeof pool !== 'string' ||
      typeof region !== 'string' ||
      !pool.includes('_') ||
      !/^[a-z0-9-]+$/.test(region) ||
      pool.slice(0, pool.lastIndexOf('_')) === region,
  },
  {
    setting: 'COGNITO_USER_POOL_ID',
    message: 'is the embedded pool, which is refused where NODE_ENV is production',
    holds: ({ NODE_ENV: environment, COGNITO_USER_POOL_ID: pool }) =>
      pool !== EMBEDDED_POOL_ID || environment !== 'production',
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
];
