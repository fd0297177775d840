import { createClient } from 'graphql-ws';
import type { TestIssuer } from 'lifeguard-auth/testing';
import { WebSocket } from 'ws';
import { until } from '../support/until';
import { startExample, type Example } from './example';
import type { Packed } from './packed';

interface Result {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** Queries, mutations, field resolvers and subscriptions, with the driver of that example. */
export function graphqlSuite(name: string, packed: () => Packed, issuer: () => TestIssuer): void {
  let example: Example;
  beforeAll(async () => {
    example = await startExample(packed(), name, issuer());
  });
  afterAll(() => example.stop());

  const ask = async (query: string, token?: string): Promise<Result> => {
    const response = await fetch(`${example.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Result;
  };
  const refusal = (code: string, status: number) => ({
    errors: [
      { extensions: { code, status, problem: { type: `urn:lifeguard:problem:${code}`, status, code } } },
    ],
  });

  it.each<[string, string, string | undefined, () => string | undefined, number]>([
    ['no token', '{ me }', 'token_missing', () => undefined, 401],
    ['an expired token', '{ me }', 'token_expired', () => issuer().expired(), 401],
    ['a forged token', '{ me }', 'token_invalid', () => issuer().forged(), 401],
    [
      'a person without the group',
      'mutation { addOrder(id: "7") { id } }',
      'forbidden',
      () => issuer().token(),
      403,
    ],
    [
      'another owner',
      '{ ordersOf(sub: "bob") { id } }',
      'forbidden',
      () => issuer().token({ sub: 'alice' }),
      403,
    ],
  ])(
    'refuses %s with an error that has code, status and problem',
    async (_, query, code = '', tokenOf, status) => {
      const result = await ask(query, tokenOf());
      expect(result).toMatchObject(refusal(code, status));
      expect(Object.keys(result.errors?.[0]?.extensions ?? {}).toSorted()).toEqual([
        'code',
        'problem',
        'status',
      ]);
    },
  );

  it('admits callers that the policy admits, and passes the caller on', async () => {
    expect(await ask('{ menu }')).toEqual({ data: { menu: 'soup' } });
    expect(await ask('{ me }', issuer().token({ sub: 'alice' }))).toEqual({ data: { me: 'alice' } });
    const admin = issuer().token({ groups: ['admin'] });
    expect(await ask('mutation { addOrder(id: "7") { id } }', admin)).toEqual({
      data: { addOrder: { id: '7' } },
    });
    expect(await ask('{ ordersOf(sub: "alice") { id } }', issuer().token({ sub: 'alice' }))).toEqual({
      data: { ordersOf: [{ id: '2' }] },
    });
  });

  it('enforces the policy of a field', async () => {
    const query = '{ orders { id note } }';
    const refused = await ask(query, issuer().token());
    expect(refused).toMatchObject({
      data: { orders: [{ id: '1', note: null }] },
      ...refusal('forbidden', 403),
    });
    expect(await ask(query, issuer().token({ groups: ['support'] }))).toEqual({
      data: { orders: [{ id: '1', note: 'Note on order 1' }] },
    });
  });

  const subscribe = (
    connectionParams: Record<string, unknown> | undefined,
    headers: Record<string, string> = {},
  ) => {
    const client = createClient({
      url: `${example.url.replace('http', 'ws')}/graphql`,
      ...(connectionParams && { connectionParams }),
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string) {
          super(url, protocols, { headers });
        }
      },
    });
    const received: unknown[] = [];
    const done = new Promise<unknown>((resolve) => {
      client.subscribe(
        { query: 'subscription { orderAdded { id } }' },
        { next: (value) => received.push(value), error: resolve, complete: () => resolve('complete') },
      );
    });
    return { received, done, dispose: () => client.dispose() };
  };
  const publishUntil = async (isEnough: () => boolean) => {
    const admin = issuer().token({ groups: ['admin'] });
    await until('the subscription has an event', async () => {
      await ask('mutation { addOrder(id: "8") { id } }', admin);
      return isEnough();
    });
  };

  it('refuses a subscription without a token', async () => {
    const { done, dispose, received } = subscribe(undefined);
    const failure = await done;
    // Mercurius sends the message `error`, Apollo an answer with errors and the end.
    const errors = Array.isArray(failure) ? failure : (received[0] as Result).errors;
    const [error] = errors as NonNullable<Result['errors']>;
    expect(error).toMatchObject({ extensions: { code: 'token_missing', status: 401 } });
    await dispose();
  });

  it.each<[string, (token: string) => ReturnType<typeof subscribe>]>([
    ['the payload', (token) => subscribe({ authorization: `Bearer ${token}` })],
    ['the handshake', (token) => subscribe(undefined, { authorization: `Bearer ${token}` })],
  ])('serves a subscription whose token is in %s until the token is revoked', async (_, start) => {
    const token = issuer().token();
    const { received, done, dispose } = start(token);
    await publishUntil(() => received.length > 0);
    expect(received[0]).toMatchObject({ data: { orderAdded: { id: '8' } } });
    await ask('mutation { signOut }', token);
    expect(await done).toBe('complete');
    await dispose();
  });

  it('ends a subscription when its token has expired, clock tolerance included', async () => {
    const { done, dispose } = subscribe({ authorization: `Bearer ${issuer().token({ expiresIn: -2 })}` });
    const start = Date.now();
    expect(await done).toBe('complete');
    expect(Date.now() - start).toBeLessThan(9000);
    await dispose();
  });
}
