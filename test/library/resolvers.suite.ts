import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { startApplication, type Example } from './example';
import type { Packed } from './packed';

/** The value of the only field, or the code of its refusal. */
function outcomeOf(answer: unknown): unknown {
  const { data, errors } = answer as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  return errors ? (errors[0]?.extensions?.code ?? errors[0]?.message) : Object.values(data ?? {})[0];
}

/** User pools, step-up, request-scoped and abstract resolvers, with one driver. */
export function resolversSuite(driver: 'Apollo' | 'Mercurius', packed: () => Packed): void {
  let issuer: TestIssuer;
  let example: Example;
  beforeAll(async () => {
    issuer = await createTestIssuer({ pools: ['customers', 'staff'] });
    example = await startResolvers(packed(), driver, issuer);
  });
  afterAll(async () => {
    await example.stop();
    await issuer.close();
  });
  const ask = async (query: string, token?: string): Promise<unknown> =>
    outcomeOf(await post(example, { query }, token));

  it('accepts tokens of the first pool if a resolver names none, otherwise of the named pool', async () => {
    const customer = issuer.token({ sub: 'twin' });
    const staff = issuer.token({ sub: 'twin', pool: 'staff' });
    expect(await ask('{ me }', customer)).toBe('customers/twin');
    expect(await ask('{ me }', staff)).toBe('forbidden');
    expect(await ask('{ staff }', staff)).toBe('staff/twin');
    expect(await ask('{ staff }', customer)).toBe('forbidden');
  });

  it('asks for a recent sign-in', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await ask('{ recent }', issuer.token())).toBe('recent');
    expect(await ask('{ recent }', issuer.token({ claims: { auth_time: now - 3600 } }))).toBe(
      'step_up_required',
    );
    expect(await ask('{ recent }', issuer.token({ claims: { auth_time: undefined } }))).toBe(
      'step_up_required',
    );
  });

  it('guards a request-scoped resolver, which gets the caller', async () => {
    const alice = issuer.token({ sub: 'alice' });
    expect(await ask('{ scoped }')).toBe('token_missing');
    expect(await ask('{ scoped }', alice)).toBe('alice');
    expect(await ask('{ scopedOwn(sub: "alice") }', alice)).toBe('alice');
    expect(await ask('{ scopedOwn(sub: "bob") }', alice)).toBe('forbidden');
    expect(await ask('{ scopedOwn(sub: "alice") }', issuer.token({ sub: 'bob' }))).toBe('forbidden');
  });

  it('keeps the policy of an abstract resolver, also on a query that is overridden', async () => {
    const as = (...groups: string[]) => issuer.token({ groups });
    expect(await ask('{ carsAll }', as('driver'))).toBe('forbidden');
    expect(await ask('{ carsAll }', as('admin'))).toBe('cars');
    expect(await ask('{ carsOwn }', as('admin'))).toBe('forbidden');
    expect(await ask('{ carsOwn }', as('driver'))).toBe('forbidden');
    expect(await ask('{ carsOwn }', as('admin', 'driver'))).toBe('own cars');
  });

  it('decides on every field of an operation, by alias, fragment and directive', async () => {
    const alice = issuer.token({ sub: 'alice' });
    const query =
      'query ($yes: Boolean!) { a: me ...F b: staff @include(if: $yes) } fragment F on Query { c: carsAll }';
    const answer = (await post(example, { query, variables: { yes: true } }, alice)) as {
      errors: { path: string[]; extensions: { code: string } }[];
    };
    const refused = answer.errors.map(({ path, extensions }) => `${path[0]}: ${extensions.code}`);
    expect(refused.toSorted()).toEqual(['b: forbidden', 'c: forbidden']);
  });

  it.each(['an object', 'a function that returns one object'])(
    'never uses the caller of one request for the next if the option context is %s',
    async (context) => {
      const other = await startResolvers(packed(), driver, issuer, { CONTEXT: context });
      const outcomes: unknown[] = [];
      for (const token of [issuer.token({ sub: 'alice' }), issuer.token({ sub: 'bob' }), undefined])
        outcomes.push(outcomeOf(await post(other, { query: '{ me }' }, token)));
      await other.stop();
      const shared = expect.stringMatching(/^Several requests share one GraphQL context/) as string;
      expect(outcomes).toEqual(
        driver === 'Apollo'
          ? ['customers/alice', 'customers/bob', 'token_missing']
          : ['customers/alice', shared, shared],
      );
    },
  );
}

const startResolvers = (
  packed: Packed,
  driver: string,
  issuer: TestIssuer,
  environment: Readonly<Record<string, string>> = {},
): Promise<Example> =>
  startApplication(packed, 'applications/graphql.ts', {
    DRIVER: driver,
    OPTIONS: JSON.stringify(issuer.options),
    ...environment,
  });

async function post({ url }: Example, body: unknown, token?: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return response.json();
}
