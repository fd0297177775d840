import { z } from 'zod';
import { optional, required, withDefault } from './setting';
import { clientIds, clientSecrets, httpUrl, onOff, regions, text, wholeNumber } from './value.schemas';

/** The user pool, its app clients and how to reach it. */
export const cognito = {
  region: required(
    'AWS_REGION',
    z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be an AWS region such as `eu-west-1`'),
    { meaning: 'the Region of the user pool', example: 'eu-west-1' },
  ),
  userPoolId: required(
    'COGNITO_USER_POOL_ID',
    z
      .string()
      .max(55, 'is longer than a user pool id')
      .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'must be `<region>_<id>`'),
    {
      meaning: 'the id of the user pool, `<region>_<id>`; the region must be `AWS_REGION`',
      example: 'eu-west-1_AbCdEfGhI',
    },
  ),
  clientIds: required('COGNITO_CLIENT_IDS', clientIds, {
    meaning: 'the app clients whose tokens are accepted, separated by commas',
    example: '1h57kf5cpq17m0eml12EXAMPLE',
  }),
  /** By client id. */
  clientSecrets: withDefault('COGNITO_CLIENT_SECRETS', '', clientSecrets, {
    meaning:
      'secrets of confidential app clients, `clientId=secret` separated by commas; SECRET_HASH and RevokeToken need them',
    secret: true,
  }),
  /** The app client of the `/auth` routes. */
  authClientId: optional('COGNITO_AUTH_CLIENT_ID', text, {
    meaning: 'the app client that the `/auth` routes sign in with',
    defaultInWords: 'the first of `COGNITO_CLIENT_IDS`',
  }),
  /** Whether Cognito's threat protection gets the caller's address. */
  propagateClientAddress: withDefault('PROPAGATE_CLIENT_ADDRESS', 'off', onOff, {
    meaning:
      "`on` sends the caller's address to Cognito's threat protection (UserContextData); requires an app client of `/auth` with a secret and EnablePropagateAdditionalUserContextData",
  }),
  totpIssuer: withDefault(
    'TOTP_ISSUER',
    'Lifeguard',
    z.string().regex(/^[^:\p{C}]{1,64}$/u, 'must be 1 to 64 characters without a colon'),
    { meaning: 'the name of your application in authenticator apps' },
  ),
  /** For one attempt. */
  timeoutMs: withDefault('COGNITO_TIMEOUT_MS', '5000', wholeNumber(1, 60_000), {
    meaning:
      'timeout of one request to Cognito or the key server, in milliseconds, 1 to 60000; a call waits for at most two attempts',
  }),
  issuer: optional('COGNITO_ISSUER', httpUrl, {
    meaning: 'the only accepted `iss` of a token, compared exactly',
    defaultInWords: 'the forms of `COGNITO_ISSUER_TYPE`',
  }),
  issuerType: optional(
    'COGNITO_ISSUER_TYPE',
    z.enum(['original', 'updated', 'both'], 'must be `original`, `updated` or `both`'),
    {
      meaning:
        "which forms of the pool's issuer are accepted: `original` (`https://cognito-idp.…`), `updated` (`https://issuer-cognito-idp.…`) or `both`; cannot be combined with `COGNITO_ISSUER`",
      defaultInWords: '`both`',
    },
  ),
  replicaRegions: optional('COGNITO_REPLICA_REGIONS', regions, {
    meaning:
      "Regions of the pool's replicas, separated by commas: their tokens may have their own Region in the original form of the issuer",
  }),
  jwksUri: optional('COGNITO_JWKS_URI', httpUrl, {
    meaning: 'URL of the signing keys',
    defaultInWords: '`<issuer>/.well-known/jwks.json`',
  }),
  /** An endpoint other than AWS's own. The SDK reads the variable itself. */
  endpoint: optional('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', httpUrl, {
    meaning:
      'another endpoint for calls to Cognito: an emulator or a VPC endpoint; the AWS SDK reads this variable itself',
  }),
};
