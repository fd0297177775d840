import type { TestIssuer } from 'lifeguard-auth/testing';
import { startExample, type Example } from './example';
import type { Packed } from './packed';

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly challenge: string | null;
  readonly body: Record<string, unknown>;
}

/** Method and path, the token, and the expected status. */
const CALLS: [string, string, (issuer: TestIssuer) => string | undefined, number][] = [
  ['no token', 'GET /orders', () => undefined, 401],
  ['a valid token', 'GET /orders', (issuer) => issuer.token(), 200],
  ['an expired token', 'GET /orders', (issuer) => issuer.expired(), 401],
  ['a forged token', 'GET /orders', (issuer) => issuer.forged(), 401],
  ['a malformed header', 'GET /orders', () => 'a b', 400],
  ['no token at a public route', 'GET /orders/menu', () => undefined, 200],
  ['a person without the group', 'DELETE /orders/1', (issuer) => issuer.token(), 403],
  ['a person of the group', 'DELETE /orders/1', (issuer) => issuer.token({ groups: ['admin'] }), 200],
  ['a person without the scope', 'GET /orders/export', (issuer) => issuer.token(), 403],
  [
    'a machine with the scope',
    'GET /orders/export',
    (issuer) => issuer.token({ machine: true, scopes: ['orders/export'] }),
    200,
  ],
  ['another owner', 'GET /orders/of/bob', (issuer) => issuer.token({ sub: 'alice' }), 403],
  ['the owner', 'GET /orders/of/alice', (issuer) => issuer.token({ sub: 'alice' }), 200],
];

/** Fastify and Express answer the same, without a filter of the application. */
export function httpSuite(packed: () => Packed, issuer: () => TestIssuer): void {
  const examples: Example[] = [];
  beforeAll(async () => {
    for (const name of ['fastify', 'express']) examples.push(await startExample(packed(), name, issuer()));
  });
  afterAll(async () => {
    for (const example of examples) await example.stop();
  });

  it.each(CALLS)('answers the same on Fastify and Express to %s (%s)', async (_, call, tokenOf, status) => {
    const token = tokenOf(issuer());
    const [fastify, express] = await Promise.all(examples.map((example) => ask(example, call, token)));
    expect(fastify).toMatchObject({ status });
    if (status < 400) expect(express?.body).toEqual(fastify?.body);
    else expect(express).toEqual(fastify);
    if (status >= 400) expect(fastify).toMatchObject({ type: 'application/problem+json', body: { status } });
    if (status === 401) expect(fastify?.challenge).toMatch(/^Bearer realm="lifeguard"/);
  });

  it('refuses a token that was revoked on both', async () => {
    for (const example of examples) {
      const token = issuer().token();
      expect((await ask(example, 'GET /orders', token)).status).toBe(200);
      await fetch(`${example.url}/orders/sign-out`, { method: 'POST', headers: bearer(token) });
      expect(await ask(example, 'GET /orders', token)).toMatchObject({
        status: 401,
        body: { code: 'token_revoked' },
      });
    }
  });
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

async function ask({ url }: Example, call: string, token: string | undefined): Promise<Answer> {
  const [method = '', path = ''] = call.split(' ');
  const response = await fetch(url + path, { method, headers: bearer(token) });
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    body,
  };
}
