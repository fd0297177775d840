// The measured servers: Lifeguard in production mode, the usual alternatives, and the upper limits.
import { fileURLToPath } from 'node:url';
import { CLIENT_ID, ISSUER, REGION, USER_POOL_ID } from './pool.js';

const peer = (file) => fileURLToPath(new URL(`servers/${file}.js`, import.meta.url));

/** The environment that describes the pool to every server, under the names of Lifeguard's settings. */
const poolEnvironment = (jwksUri) => ({
  AWS_REGION: REGION,
  COGNITO_USER_POOL_ID: USER_POOL_ID,
  COGNITO_CLIENT_IDS: CLIENT_ID,
  COGNITO_ISSUER: ISSUER,
  COGNITO_JWKS_URI: jwksUri,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** Headers that Node adds to every response. */
const NODE_HEADERS = new Set(['date', 'connection', 'keep-alive', 'content-length']);

/** Lifeguard's exact response to `GET /whoami`: headers and body. */
export async function answerOf({ port }, token) {
  const response = await fetch(`http://127.0.0.1:${port}/whoami`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const headers = [...response.headers].filter(([name]) => !NODE_HEADERS.has(name));
  return { headers: Object.fromEntries(headers), body: await response.text() };
}

const EVERY_LOAD = ['ping', 'hot', 'zipf', 'distinct'];

/**
 * @param entry the built `main.js` of Lifeguard.
 * @param jwksUri where the benchmark's pool publishes its keys.
 * @param answer the constant response of the limit.
 */
export function contenders(entry, jwksUri, answer) {
  const env = poolEnvironment(jwksUri);
  const lifeguard = (logLevel) => ({
    entry,
    // As the image starts it.
    nodeOptions: ['--max-semi-space-size=2', '--no-parallel-scavenge', '--use-largepages=silent'],
    env: { ...env, LOG_LEVEL: logLevel },
    loads: EVERY_LOAD,
    guards: true,
  });
  const guarded = (file) => ({ entry: peer(file), env, loads: EVERY_LOAD, guards: true });
  return {
    limit: {
      title: "node:http, Lifeguard's answer as a constant (the limit)",
      entry: peer('limit'),
      env: { ...env, ...(answer && { ANSWER: JSON.stringify(answer) }) },
      loads: ['hot', 'zipf'],
    },
    bareNode: {
      title: 'node:http, a constant of 15 bytes',
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
