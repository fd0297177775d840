/** The settings of every measured server: its address and the pool whose tokens it accepts. */
export const port = Number(process.env.PORT);
export const host = '127.0.0.1';
export const issuer = process.env.COGNITO_ISSUER;
export const jwksUri = process.env.COGNITO_JWKS_URI;
export const userPoolId = process.env.COGNITO_USER_POOL_ID;
export const clientId = process.env.COGNITO_CLIENT_IDS;

/** The response of the public route. */
export const ALIVE = { status: 'ok' };
