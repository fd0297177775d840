import { policyText, RoutePolicies } from 'lifeguard-auth';
import { version } from '../../package.json';
import { PROBLEMS, type ProblemCode } from '../../src/problems/catalogue';
import { startService, TEST_ENVIRONMENT, type Service } from '../support/service';
import { ServedDocument, successes, type Operation } from './served-document';

/** Operation ids that clients rely on: they never change. */
const OPERATION_IDS = {
  signIn: 'POST /auth/sign-in',
  refreshTokens: 'POST /auth/refresh',
  whoami: 'GET /whoami',
  getMe: 'GET /me',
  listUsers: 'GET /users',
  createUser: 'POST /users',
  addUserToGroup: 'PUT /users/{username}/groups/{group}',
  deleteGroup: 'DELETE /groups/{group}',
};

let service: Service;
let document: ServedDocument;
beforeAll(async () => {
  service = await startService(TEST_ENVIRONMENT);
  document = await ServedDocument.from(service.url);
});
afterAll(() => service.close());

/** The names of the operations for which `must` is false; none are expected. */
const offenders = (must: (operation: Operation) => boolean): string[] =>
  document.operations.filter((operation) => !must(operation)).map(({ name }) => name);

const routes = () =>
  service.app
    .get(RoutePolicies)
    .list()
    .map((route) => ({ ...route, name: `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}` }));
const isPublic = ({ name }: Operation) =>
  routes().find((route) => route.name === name)?.policy.kind === 'public';

describe('the OpenAPI document', () => {
  it('has every route of the application and no other', () => {
    expect(document.operations.length).toBeGreaterThan(30);
    expect(document.operations.map(({ name }) => name).toSorted()).toEqual(
      routes()
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('is OpenAPI 3.1 with a title, a version and a licence', () => {
    expect(document.raw.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.raw.info).toMatchObject({
      title: expect.stringMatching(/./),
      version: expect.stringMatching(/./),
      license: { name: 'Apache-2.0' },
    });
  });

  it('is the same on every request', async () => {
    const again = await ServedDocument.from(service.url);
    expect(again.text).toBe(document.text);
  });

  it('has only valid references', () => {
    const references = Array.from(document.text.matchAll(/"\$ref":"([^"]+)"/g), ([, target = '']) => target);
    expect(references.length).toBeGreaterThan(0);
    const known = new Set(Object.keys(document.raw.components.schemas));
    const dangling = references.filter((target) => !known.has(target.replace('#/components/schemas/', '')));
    expect(dangling).toEqual([]);
  });

  it('has a unique camel-case id for every operation', () => {
    const ids = document.operations.map(({ operationId }) => operationId);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id ?? ''))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps the operation ids that generated clients have as method names', () => {
    const ids = document.operations.map(({ operationId = '', name }) => [operationId, name]);
    expect(Object.fromEntries(ids)).toMatchObject(OPERATION_IDS);
  });

  it('has a named schema for every body, so that a generated client has named types', () => {
    const media = document.operations.flatMap(({ name, requestBody, responses }) =>
      [requestBody?.content ?? {}, ...Object.values(responses).map(({ content = {} }) => content)].flatMap(
        (content) => Object.values(content).map(({ schema }) => [name, schema?.$ref?.split('/').pop()]),
      ),
    );
    expect(media.length).toBeGreaterThan(100);
    expect(media.filter(([, name]) => !/^[A-Z]\w+$/.test(name ?? ''))).toEqual([]);
  });

  it('has the version of the package', () => {
    expect(document.raw.info.version).toBe(version);
  });

  it('has patterns that compile without the `u` flag and mean the same with it', () => {
    const patterns = Array.from(document.text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g), ([, text = '""']) =>
      String(JSON.parse(text)),
    );
    expect(patterns.length).toBeGreaterThan(0);
    expect(patterns.filter((pattern) => /\\p/i.test(pattern))).toEqual([]);
    for (const pattern of patterns) {
      expect(new RegExp(pattern).test('a-group')).toBe(new RegExp(pattern, 'u').test('a-group'));
    }
  });

  it.each(['PATCH /me', 'PATCH /users/{username}', 'POST /users', 'POST /auth/sign-up'])(
    'restricts the names of attributes in %s',
    (name) => {
      const { schema = {} } = document.operation(name).requestBody?.content['application/json'] ?? {};
      const valid = (attribute: string) =>
        document
          .validator({ ...document.resolve(schema), required: [] })
          .safeParse({ attributes: { [attribute]: 'x' } }).success;
      expect([valid('custom:tenant'), valid(' '), valid(''), valid('a'.repeat(33))]).toEqual([
        true,
        false,
        false,
        false,
      ]);
    },
  );

  it('declares exactly the parameters of every path, each once', () => {
    expect(
      offenders(({ path, parameters = [] }) => {
        const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
        const declared = parameters.filter((parameter) => parameter.in === 'path');
        const names = declared.map(({ name }) => name);
        return (
          declared.every(({ required }) => required === true) &&
          names.toSorted().join() === inPath.toSorted().join()
        );
      }),
    ).toEqual([]);
  });

  it('has a schema, a description and an example for every parameter', () => {
    expect(
      offenders(({ parameters = [] }) =>
        parameters.every(
          (parameter) =>
            Boolean(parameter.schema && (parameter.description ?? Object(parameter.schema).description)) &&
            parameter.schema?.example !== undefined,
        ),
      ),
    ).toEqual([]);
  });

  it('has a unique summary for every route', () => {
    expect(offenders(({ summary = '' }) => /^\S.{5,100}$/.test(summary))).toEqual([]);
    const summaries = document.operations.map(({ summary }) => summary);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it('lists every route under one lower-case tag', () => {
    expect(offenders(({ tags = [] }) => tags.length === 1 && /^[a-z][a-z-]+$/.test(tags[0] ?? ''))).toEqual(
      [],
    );
  });

  it('names the URL of the service: PUBLIC_URL if it is set', async () => {
    expect(document.raw.servers).toEqual([{ url: '/' }]);
    const published = await startService({ ...TEST_ENVIRONMENT, PUBLIC_URL: 'https://api.example.com/pool' });
    const { raw } = await ServedDocument.from(published.url).finally(() => published.close());
    expect(raw.servers).toEqual([{ url: 'https://api.example.com/pool' }]);
  });
});

describe('the policy of a route', () => {
  it('is described in words, as the guard has compiled it', () => {
    const said = document.operations.map((operation) => [operation.name, operation['x-policy']]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(routes().map(({ name, policy }) => [name, policyText(policy)])),
    );
    expect(
      offenders(({ description = '', 'x-policy': policy }) =>
        description.includes(`**Who may call it:** ${policy}.`),
      ),
    ).toEqual([]);
  });

  it('is a security requirement: none if it is public, otherwise an access token', () => {
    const { securitySchemes } = document.raw.components;
    expect(securitySchemes).toEqual({
      accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    });
    expect(
      offenders((operation) => {
        const wanted = isPublic(operation) ? [] : [{ accessToken: [] }];
        return JSON.stringify(operation.security) === JSON.stringify(wanted);
      }),
    ).toEqual([]);
  });

  it.each([
    ['GET /me', 'scope `aws.cognito.signin.user.admin`'],
    ['GET /users', 'group `admin` or (a machine (client credentials) and scope `lifeguard/users.read`)'],
    ['POST /users', 'group `admin` or (a machine (client credentials) and scope `lifeguard/users.write`)'],
    ['GET /whoami', 'any valid access token'],
    ['POST /auth/sign-in', 'public: no token is needed'],
  ])('for %s is: %s', (name, policy) => {
    expect(document.operation(name)['x-policy']).toBe(policy);
  });
});

describe('the answers of a route', () => {
  it('have a schema if they have a body, and include a success', () => {
    expect(
      offenders((operation) => {
        const answers = successes(operation);
        const whole = answers.every(([status, { content, description }]) => {
          const media = Object.values(content ?? {});
          const needsBody = status === 200 || status === 201;
          return (
            Boolean(description) &&
            media.every(({ schema }) => schema !== undefined && Object.keys(schema).length > 0) &&
            (status === 204 ? media.length === 0 : !needsBody || media.length === 1)
          );
        });
        return answers.length > 0 && whole;
      }),
    ).toEqual([]);
  });

  it('have Location for a creation', () => {
    const created = document.operations.filter(({ responses }) => '201' in responses);
    expect(created.map(({ name }) => name).toSorted()).toEqual([
      'POST /auth/sign-up',
      'POST /groups',
      'POST /me/devices',
      'POST /me/mfa/totp',
      'POST /users',
    ]);
    // An enrolment has no URL: the secret is returned only once.
    const located = created.filter(({ name }) => name !== 'POST /me/mfa/totp');
    for (const { responses } of located) expect(responses['201']?.headers).toHaveProperty('Location');
  });

  it('are problem documents for refusals, each code with an example under its status', () => {
    const faults: string[] = [];
    for (const { name, responses } of document.operations) {
      for (const [status, { content = {}, description }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const problem = content['application/problem+json'];
        const examples = Object.entries(problem?.examples ?? {});
        const right =
          Object.keys(content).join() === 'application/problem+json' &&
          problem?.schema?.$ref === '#/components/schemas/Problem' &&
          examples.length > 0 &&
          examples.every(
            ([code, { value }]) =>
              description?.includes(`\`${code}\``) &&
              Object(value).code === code &&
              String(Object(value).status) === status &&
              document.validator(problem?.schema ?? {}).safeParse(value).success,
          );
        if (!right) faults.push(`${name} ${status}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('have the request id, challenges at 401, Retry-After at 429 and 503, and rate-limit headers if limited', () => {
    const headersOf = (operation: Operation, status: string) =>
      Object.keys(operation.responses[status]?.headers ?? {});
    const always = ({ responses }: Operation) =>
      Object.values(responses).every(({ headers = {} }) => 'X-Request-Id' in headers);
    expect(offenders(always)).toEqual([]);
    expect(offenders((one) => isPublic(one) || headersOf(one, '401').includes('WWW-Authenticate'))).toEqual(
      [],
    );
    expect(offenders((one) => headersOf(one, '429').includes('Retry-After'))).toEqual([]);
    expect(
      offenders((one) => !('503' in one.responses) || headersOf(one, '503').includes('Retry-After')),
    ).toEqual([]);
    for (const [name, status] of [
      ['GET /whoami', '200'],
      ['POST /auth/sign-in', '200'],
      ['DELETE /me', '202'],
    ] as const) {
      expect(headersOf(document.operation(name), status)).toEqual(
        expect.arrayContaining(['RateLimit', 'RateLimit-Policy']),
      );
    }
    expect(headersOf(document.operation('GET /health/live'), '200')).toEqual(['X-Request-Id']);
  });

  it('name codes of the catalogue, all of them in the schema of a problem', () => {
    const { properties } = document.raw.components.schemas.Problem ?? {};
    expect(properties?.code).toMatchObject({ enum: Object.keys(PROBLEMS) });
  });
});

describe('the problems of a route', () => {
  const lacking = (codes: readonly ProblemCode[], which: (operation: Operation) => boolean): string[] => {
    const concerned = document.operations.filter(which);
    expect(concerned.length).toBeGreaterThan(0);
    return concerned.flatMap((operation) =>
      codes
        .filter((code) => !document.codes(operation).includes(code))
        .map((code) => `${operation.name}: ${code}`),
    );
  };

  it('include those of the token if and only if one is needed', () => {
    const ofToken: ProblemCode[] = [
      'token_missing',
      'token_invalid',
      'token_expired',
      'token_revoked',
      'invalid_request',
      'keys_unavailable',
    ];
    expect(lacking(ofToken, (operation) => !isPublic(operation))).toEqual([]);
    expect(
      offenders(
        (operation) =>
          !isPublic(operation) ||
          document.codes(operation).every((code) => !ofToken.includes(code as ProblemCode)),
      ),
    ).toEqual([]);
  });

  it('include those of the policy if there is one', () => {
    const guarded = ({ path }: Operation) => /^\/(me|users|groups)\b/.test(path);
    expect(lacking(['forbidden', 'insufficient_scope'], guarded)).toEqual([]);
  });

  it('include those of the body and the parameters if there are any', () => {
    const hasBody = ({ requestBody }: Operation) => requestBody !== undefined;
    const hasParameters = ({ parameters = [] }: Operation) => parameters.length > 0;
    expect(lacking(['body_too_large', 'unsupported_media_type', 'validation_failed'], hasBody)).toEqual([]);
    expect(lacking(['validation_failed'], hasParameters)).toEqual([]);
  });

  it('include those of limits and internal errors on every route', () => {
    expect(lacking(['rate_limited', 'internal_error'], () => true)).toEqual([]);
  });

  it('include those of Cognito if it is called', () => {
    const asks = ({ path }: Operation) => /^\/(auth|me|users|groups)\b/.test(path);
    expect(lacking(['cognito_unavailable', 'cognito_error', 'invalid_parameter'], asks)).toEqual([]);
    const asService = ({ path }: Operation) => /^\/(users|groups)\b/.test(path);
    expect(lacking(['cognito_denied'], asService)).toEqual([]);
  });

  it.each<[string, ProblemCode[]]>([
    ['GET /health/ready', ['not_ready']],
    ['POST /auth/sign-in', ['bad_credentials', 'user_not_confirmed', 'password_reset_required']],
    ['POST /auth/challenge', ['bad_credentials', 'code_mismatch', 'code_expired', 'invalid_password']],
    ['POST /auth/refresh', ['bad_credentials']],
    [
      'POST /auth/sign-up',
      ['attribute_not_writable', 'username_exists', 'invalid_password', 'refused_by_trigger'],
    ],
    ['POST /auth/sign-up/confirm', ['code_mismatch', 'alias_exists']],
    ['POST /auth/forgot-password/confirm', ['code_mismatch', 'invalid_password']],
    ['PATCH /me', ['attribute_not_writable', 'alias_exists']],
    ['POST /me/password', ['not_allowed', 'invalid_password']],
    ['POST /users', ['username_exists', 'alias_exists', 'invalid_password', 'not_found']],
    ['DELETE /users/{username}', ['user_not_found', 'own_account']],
    ['POST /users/{username}/disable', ['user_not_found', 'own_account']],
    ['DELETE /users/{username}/groups/{group}', ['user_not_found', 'not_found', 'own_account']],
    ['PUT /users/{username}/password', ['user_not_found', 'invalid_password']],
    ['POST /groups', ['group_exists']],
    ['DELETE /groups/{group}', ['not_found', 'admin_group']],
  ])('%s: %j', (name, codes) => {
    expect(document.codes(document.operation(name))).toEqual(expect.arrayContaining(codes));
  });
});
