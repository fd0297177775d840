import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { withoutSessionPrefix } from './session-address';
import { serveSessionCalls } from './session-calls';
import type { SessionCookies } from './session-cookies';
import type { Session } from './session.record';
import type { Sessions } from './sessions';

const SESSION: Session = {
  id: 'the-cookie',
  record: { generation: 0, startedAt: 0, accessToken: 'a.b.c', idToken: 'i.d.t', refreshToken: 'r' },
};

/** Starts a server with a few routes of an application, where every request has the same session. */
async function startServer(): Promise<FastifyInstance> {
  const server = Fastify({ rewriteUrl: withoutSessionPrefix });
  serveSessionCalls(server, {
    origin: 'https://app.example.com',
    cookies: { require: () => Promise.resolve(SESSION) } as unknown as SessionCookies,
    sessions: {} as unknown as Sessions,
  });
  server.all('/orders/:id', (request) => ({
    rawHeaders: request.raw.rawHeaders,
    headers: request.headers,
    params: request.params,
    query: request.query,
    body: request.body,
  }));
  server.post('/me/aws-credentials', (request) => request.body);
  server.get('/events', (_request, reply) =>
    reply.type('text/event-stream').send(Readable.from(['one', 'two'])),
  );
  await server.ready();
  return server;
}

describe('a call to /session/api', () => {
  let server: FastifyInstance;
  const headers = { 'x-lifeguard': '1' };

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('reaches the route with both tokens of the session in the headers that the guard reads', async () => {
    const { statusCode, json } = await server.inject({
      method: 'PUT',
      url: '/session/api/orders/a%2Fb?x=1&x=2',
      headers,
      payload: { some: 'body' },
    });
    expect(statusCode).toBe(200);
    const body = json<{ rawHeaders: string[]; headers: Record<string, string> }>();
    expect(body).toMatchObject({ params: { id: 'a/b' }, query: { x: ['1', '2'] }, body: { some: 'body' } });
    expect(body.headers).toMatchObject({ authorization: 'Bearer a.b.c', 'x-id-token': 'i.d.t' });
    const raw = body.rawHeaders;
    expect(raw[raw.indexOf('authorization') + 1]).toBe('Bearer a.b.c');
    expect(raw.filter((name) => name.toLowerCase() === 'authorization')).toHaveLength(1);
  });

  it('puts the ID token of the session into the body of a route that takes one there', async () => {
    const send = (payload?: object) =>
      server.inject({
        method: 'POST',
        url: '/session/api/me/aws-credentials',
        headers,
        ...(payload && { payload }),
      });
    expect((await send({ roleArn: 'arn' })).json()).toEqual({ roleArn: 'arn', idToken: 'i.d.t' });
    expect((await send()).json()).toEqual({ idToken: 'i.d.t' });
    expect((await send({ idToken: 'of.the.page' })).statusCode).not.toBe(200);
  });

  it('passes on a streamed response', async () => {
    const { payload, headers: sent } = await server.inject({ url: '/session/api/events', headers });
    expect(sent['content-type']).toBe('text/event-stream');
    expect(payload).toBe('onetwo');
  });

  it('does not change requests that are sent to the route itself', async () => {
    const { json } = await server.inject({ url: '/orders/1', headers: { cookie: 'a=b' } });
    expect(json<{ headers: object }>().headers).not.toHaveProperty('authorization');
    const own = await server.inject({
      method: 'POST',
      url: '/me/aws-credentials',
      payload: { idToken: 'own' },
    });
    expect(own.json()).toEqual({ idToken: 'own' });
  });
});
