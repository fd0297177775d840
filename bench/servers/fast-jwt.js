// Fastify with fast-jwt, its token cache, and get-jwks.
import { createVerifier } from 'fast-jwt';
import fastify from 'fastify';
import buildGetJwks from 'get-jwks';
import { ALIVE, host, issuer, jwksUri, port } from './setting.js';

const { origin, pathname } = new URL(jwksUri);
const getJwks = buildGetJwks({ issuersWhitelist: [`${origin}/`], jwksPath: pathname });
const verify = createVerifier({
  key: ({ header }) => getJwks.getPublicKey({ kid: header.kid, alg: header.alg, domain: origin }),
  cache: true,
  algorithms: ['RS256'],
  allowedIss: issuer,
});

const app = fastify();
app.get('/health/live', async () => ALIVE);
app.get('/whoami', {
  onRequest: async (request, reply) => {
    const { authorization = '' } = request.headers;
    try {
      request.user = await verify(authorization.slice('Bearer '.length));
    } catch {
      return reply.code(401).send({ error: 'unauthorized' });
    }
  },
  handler: async (request) => request.user,
});
await app.listen({ port, host });
