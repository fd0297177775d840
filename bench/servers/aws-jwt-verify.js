// Fastify with AWS's own verifier.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import fastify from 'fastify';
import { ALIVE, clientId, host, jwksUri, port, userPoolId } from './setting.js';

// The default fetcher supports only HTTPS; this one always reads the benchmark's key server.
const fetcher = { fetch: async () => (await fetch(jwksUri)).arrayBuffer() };
const verifier = CognitoJwtVerifier.create(
  { userPoolId, clientId, tokenUse: 'access' },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
);

const app = fastify();
app.get('/health/live', async () => ALIVE);
app.get('/whoami', {
  onRequest: async (request, reply) => {
    const { authorization = '' } = request.headers;
    try {
      request.user = await verifier.verify(authorization.slice('Bearer '.length));
    } catch {
      return reply.code(401).send({ error: 'unauthorized' });
    }
  },
  handler: async (request) => request.user,
});
await app.listen({ port, host });
