import type { LifeguardOptions } from 'lifeguard-auth';

/**
 * The user pool of an example, from the environment: `USER_POOL_ID`, `CLIENT_ID`, and `JWKS_URI` for keys
 * outside AWS.
 */
export function readSettings({ USER_POOL_ID, CLIENT_ID, JWKS_URI } = process.env): LifeguardOptions {
  if (!USER_POOL_ID || !CLIENT_ID) throw new Error('Set USER_POOL_ID and CLIENT_ID.');
  return { userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], ...(JWKS_URI && { jwksUri: JWKS_URI }) };
}

/** The port of an example. Default: 3000. */
export const readPort = ({ PORT = '3000' } = process.env): number => Number(PORT);
