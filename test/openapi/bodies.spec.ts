import { randomUUID } from 'node:crypto';
import { CognitoStub } from '../support/cognito-stub';
import { startKeyServer, type KeyServer } from '../support/key-server';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { makeKey, signToken, userClaims } from '../support/tokens';
import { addressOf, ServedDocument, successes, type JsonSchema, type Operation } from './served-document';

const key = makeKey();
let keys: KeyServer;
let stub: CognitoStub;
let service: Service;
let document: ServedDocument;
beforeAll(async () => {
  [keys, stub] = await Promise.all([startKeyServer(key), CognitoStub.start()]);
  service = await startService({
    ...TEST_ENVIRONMENT,
    COGNITO_JWKS_URI: keys.url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ACCOUNT_RATE_LIMIT: 'off',
  });
  document = await ServedDocument.from(service.url);
});
beforeEach(() => stub.reset());
afterAll(async () => {
  await service.close();
  await stub.close();
  await keys.close();
});

interface Verdict {
  readonly code: string;
  /** The invalid fields. */
  readonly paths: readonly string[];
}

/** The result of the operation for a caller with all rights, a different caller each time. */
async function verdictOn(
  operation: Operation,
  body: unknown,
  address = addressOf(operation),
): Promise<Verdict> {
  const token = signToken(key, userClaims({ sub: randomUUID(), 'cognito:groups': ['admin'] }));
  const response = await service.call(address, {
    method: operation.method,
    token,
    ...(body !== undefined && { body }),
  });
  if (response.ok) return { code: 'accepted', paths: [] };
  const { code, errors = [] } = (await response.json()) as { code: string; errors?: { path: string }[] };
  return { code, paths: errors.map(({ path }) => path) };
}

/** Runs many checks at the same time, because a response may wait for a second to end. */
const atOnce = <Thing>(things: readonly Thing[], check: (thing: Thing) => Promise<void>): Promise<void[]> =>
  Promise.all(things.map(check));

interface WithBody {
  readonly operation: Operation;
  readonly schema: JsonSchema;
  readonly example: Record<string, unknown>;
}

const withBodies = (): WithBody[] =>
  document.operations.flatMap((operation) => {
    const media = operation.requestBody?.content['application/json'];
    if (!operation.requestBody) return [];
    if (!media?.schema) throw new Error(`${operation.name} has a body without a schema`);
    const schema = document.resolve(media.schema);
    const variants = schema.oneOf?.map((variant) => document.resolve(variant)) ?? [schema];
    return variants.map((variant) => ({
      operation,
      schema: variant,
      example: (schema.oneOf ? variant.example : (media.example ?? {})) as Record<string, unknown>,
    }));
  });

/** The member that selects one of several schemas; without it, other members are reported. */
const DISCRIMINATOR = 'flow';

describe('the body of a request', () => {
  it('is only JSON, of an object without unknown members', () => {
    expect(withBodies().length).toBeGreaterThan(15);
    for (const { operation, schema } of withBodies()) {
      const media = Object.keys(operation.requestBody?.content ?? {});
      expect([operation.name, media, schema.type, schema.additionalProperties]).toEqual([
        operation.name,
        ['application/json'],
        'object',
        false,
      ]);
    }
  });

  it('has an example that shows every member', () => {
    for (const { operation, schema, example } of withBodies()) {
      // A body of exactly one member shows one of them.
      const shown = schema.maxProperties === 1 ? example : (schema.properties ?? {});
      const members = Object.keys(shown);
      expect([operation.name, Object.keys(example).toSorted()]).toEqual([operation.name, members.toSorted()]);
    }
  });

  it('is accepted with its example value', async () => {
    await atOnce(withBodies(), async ({ operation, example }) => {
      const { code, paths } = await verdictOn(operation, example);
      // The result with the stub's empty answers does not matter: the body was accepted.
      expect([operation.name, ['accepted', 'cognito_unavailable'].includes(code), code, paths]).toEqual([
        operation.name,
        true,
        code,
        [],
      ]);
    });
  });

  it('may be left out exactly where it is not required', async () => {
    await atOnce(withBodies(), async ({ operation, schema }) => {
      const required = operation.requestBody?.required === true;
      expect([operation.name, required]).toEqual([
        operation.name,
        (schema.required ?? []).length > 0 || required,
      ]);
      const { code } = await verdictOn(operation, undefined);
      expect([operation.name, code === 'validation_failed']).toEqual([operation.name, required]);
    });
  });

  it('is refused without a member that is required, which is named', async () => {
    await atOnce(withBodies(), async ({ operation, schema, example }) => {
      for (const member of (schema.required ?? []).filter((name) => name !== DISCRIMINATOR)) {
        const { [member]: _, ...rest } = example;
        expect([operation.name, member, await verdictOn(operation, rest)]).toEqual([
          operation.name,
          member,
          { code: 'validation_failed', paths: [member] },
        ]);
      }
    });
  });

  it('is accepted without a member that is not required', async () => {
    await atOnce(withBodies(), async ({ operation, schema, example }) => {
      const required = new Set(schema.required ?? []);
      const optional = Object.keys(schema.properties ?? {}).filter((member) => !required.has(member));
      for (const member of optional) {
        const needing = Object.entries(schema.dependentRequired ?? {}).flatMap(([name, needed]) =>
          needed.includes(member) ? [name] : [],
        );
        const rest = Object.fromEntries(
          Object.entries(example).filter(([name]) => name !== member && !needing.includes(name)),
        );
        if (Object.keys(rest).length === 0) continue;
        const { code } = await verdictOn(operation, rest);
        expect([operation.name, member, code]).not.toEqual([operation.name, member, 'validation_failed']);
      }
    });
  });

  it('is refused with a member of another type, which is named', async () => {
    await atOnce(withBodies(), async ({ operation, schema, example }) => {
      for (const member of Object.keys(schema.properties ?? {})) {
        // No member of any body is a list of lists.
        const { code, paths } = await verdictOn(operation, { ...example, [member]: [['wrong']] });
        expect([operation.name, member, code, paths[0]?.split('.')[0]]).toEqual([
          operation.name,
          member,
          'validation_failed',
          member,
        ]);
      }
    });
  });

  it('is refused with an unknown member, which is named', async () => {
    await atOnce(withBodies(), async ({ operation, example }) => {
      expect([operation.name, await verdictOn(operation, { ...example, surprise: 1 })]).toEqual([
        operation.name,
        { code: 'validation_failed', paths: ['surprise'] },
      ]);
    });
    expect(stub.requests).toEqual([]);
  });
});

describe('a route without a body', () => {
  const withoutBodies = () =>
    document.operations.filter(({ method, requestBody }) => method !== 'GET' && requestBody === undefined);

  it('accepts no body and an empty object', async () => {
    expect(withoutBodies().length).toBeGreaterThan(8);
    await atOnce(withoutBodies(), async (operation) => {
      for (const body of [undefined, {}]) {
        const { code } = await verdictOn(operation, body);
        expect([operation.name, body, code]).not.toEqual([operation.name, body, 'validation_failed']);
      }
    });
  });

  it('refuses any member, which it names, and a body that is not an object', async () => {
    await atOnce(withoutBodies(), async (operation) => {
      const verdicts = [await verdictOn(operation, { surprise: 1 }), await verdictOn(operation, [1])];
      expect([operation.name, ...verdicts]).toEqual([
        operation.name,
        { code: 'validation_failed', paths: ['surprise'] },
        { code: 'validation_failed', paths: [''] },
      ]);
    });
    expect(stub.requests).toEqual([]);
  });
});

describe('a parameter', () => {
  it('is accepted with its example value', async () => {
    await atOnce(document.operations, async (operation) => {
      const query = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema?.example))}`);
      if (query.length === 0 || operation.method !== 'GET') return;
      const { code } = await verdictOn(operation, undefined, `${addressOf(operation)}?${query.join('&')}`);
      expect([operation.name, code]).toEqual([operation.name, 'cognito_unavailable']);
    });
  });

  it('is refused if it is unknown, given twice or too long', async () => {
    for (const path of ['/users', '/groups', '/users/{username}/groups', '/groups/{group}/users']) {
      const operation = document.operation(`GET ${path}`);
      for (const [query, blamed] of [
        ['surprise=1', 'surprise'],
        ['limit=1&limit=1', 'limit'],
        ['limit=1.0', 'limit'],
        ['limit=', 'limit'],
      ]) {
        const verdict = await verdictOn(operation, undefined, `${addressOf(operation)}?${query}`);
        expect([path, query, verdict]).toEqual([path, query, { code: 'validation_failed', paths: [blamed] }]);
      }
    }
    await atOnce(
      document.operations.filter(({ path }) => path.includes('{username}')),
      async (operation) => {
        const address = addressOf({
          ...operation,
          path: operation.path.replace('{username}', 'a'.repeat(129)),
        });
        const body = withBodies().find((one) => one.operation === operation)?.example;
        const verdict = await verdictOn(operation, body, address);
        expect([operation.name, verdict]).toEqual([
          operation.name,
          { code: 'validation_failed', paths: ['username'] },
        ]);
      },
    );
    expect(stub.requests).toEqual([]);
  });
});

describe('the body of an answer', () => {
  it('has an example that matches its schema', () => {
    const faults: string[] = [];
    let bodies = 0;
    for (const operation of document.operations) {
      for (const [status, { content = {} }] of successes(operation)) {
        for (const { schema = {}, example } of Object.values(content)) {
          bodies += 1;
          const { success } = document.validator(schema).safeParse(example);
          if (!success) faults.push(`${operation.name} ${status}: ${JSON.stringify(example)}`);
        }
      }
    }
    expect(bodies).toBeGreaterThan(15);
    expect(faults).toEqual([]);
  });
});
