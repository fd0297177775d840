// Who is measured: Lifeguard as its users run it, the usual ways to do the same, and the limits.
import { fileURLToPath } from 'node:url';
import { CLIENT_ID, ISSUER, REGION, USER_POOL_ID } from './pool.js';

const peer = (file) => fileURLToPath(new URL(`servers/${file}.js`, import.meta.url));

/** The environment by which every server knows the pool; Lifeguard's own names are used for all of them. */
const poolEnvironment = (jwksUri) => ({
  AWS_REGION: REGION,
  COGNITO_USER_POOL_ID: USER_POOL_ID,
  COGNITO_CLIENT_IDS: CLIENT_ID,
  COGNITO_ISSUER: ISSUER,
  COGNITO_JWKS_URI: jwksUri,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

const EVERY_LOAD = ['ping', 'hot', 'zipf', 'distinct'];

/**
 * @param entry the built `main.js` of Lifeguard.
 * @param jwksUri where the bench's pool publishes its keys.
 */
export function contenders(entry, jwksUri) {
  const env = poolEnvironment(jwksUri);
  const lifeguard = (logLevel) => ({
    entry,
    env: { ...env, LOG_LEVEL: logLevel },
    loads: EVERY_LOAD,
    guards: true,
  });
  const guarded = (file) => ({ entry: peer(file), env, loads: EVERY_LOAD, guards: true });
  return {
    limit: {
      title: 'node:http, constant JSON (the limit)',
      entry: peer('limit'),
      env,
      loads: ['ping', 'hot', 'zipf'],
    },
    bareNest: { title: 'Nest on Fastify, nothing in it', entry: peer('bare-nest'), env, loads: ['ping'] },
    lifeguard: { title: '**Lifeguard**', ...lifeguard('warn') },
    lifeguardLogging: { title: '**Lifeguard**, a log line per request', ...lifeguard('info') },
    fastJwt: { title: 'Fastify, fast-jwt with its cache, get-jwks', ...guarded('fast-jwt') },
    awsJwtVerify: { title: 'Fastify, aws-jwt-verify', ...guarded('aws-jwt-verify') },
    tutorial: { title: 'Nest on Express, passport-jwt, jwks-rsa', ...guarded('tutorial') },
  };
}
