import type { FastifyReply } from 'fastify';

/** Says where what was created is (RFC 9110 section 10.2.2), and gives it back as the body. */
export function created<Body>(reply: FastifyReply, body: Body, collection: string, name: string): Body {
  reply.header('location', `${collection}/${encodeURIComponent(name)}`);
  return body;
}
