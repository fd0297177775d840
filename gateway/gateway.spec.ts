import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import {
  allOf,
  anyOf,
  claim,
  compile,
  group,
  machine,
  not,
  owner,
  scope,
  type Policy,
  type Principal,
  type RoutePolicy,
} from 'lifeguard-auth';
import { gatewayDocument, type GatewayKind, type GatewayOptions, type GatewayRoute } from './document';
import { necessaryScopes } from './necessary-scopes';

const ROUTE_FACTS = { params: new Set(['id']), named: {} };

const policyOf = (policy: Policy): RoutePolicy => ({ kind: 'policy', ...compile(policy, ROUTE_FACTS) });

const route = (policy: RoutePolicy, path = '/x/:id', method = 'GET'): GatewayRoute => ({
  method,
  path,
  policy,
});

const options = (kind: GatewayKind, more: Partial<GatewayOptions> = {}): GatewayOptions => ({
  kind,
  title: 'Test',
  version: '1.2.3',
  issuer: 'https://issuer.example',
  clientIds: ['web'],
  userPoolArn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_x',
  integrationUri: 'arn:integration',
  scopes: [],
  cors: false,
  ...more,
});

interface Operation {
  readonly security?: readonly Record<string, readonly string[]>[];
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly securitySchemes: Record<string, Record<string, unknown>> };
}

const generate = (kind: GatewayKind, routes: readonly GatewayRoute[], more: Partial<GatewayOptions> = {}) =>
  gatewayDocument(routes, options(kind, more)) as Document;

describe('necessaryScopes', () => {
  it.each<[string, Policy, readonly string[] | undefined]>([
    ['one scope', scope('a'), ['a']],
    ['any of two scopes', scope('a', 'b'), ['a', 'b']],
    ['the shorter of two requirements', allOf(scope('a', 'b'), scope('c')), ['c']],
    ['a scope and a group', allOf(group('g'), scope('a')), ['a']],
    ['alternatives that all have scopes', anyOf(scope('a'), allOf(machine(), scope('b'))), ['a', 'b']],
    ['an alternative without a scope', anyOf(group('g'), scope('a')), undefined],
    ['the absence of a scope', not(scope('a')), undefined],
    ['a claim', claim('c', 'x'), undefined],
    ['an owner', owner('id'), undefined],
  ])('returns the scopes for %s', (_title, policy, expected) => {
    expect(necessaryScopes(policy)).toEqual(expected);
  });

  const names = fc.constantFrom('a', 'b', 'c');
  const { policy } = fc.letrec<{ policy: Policy }>((tie) => ({
    policy: fc.oneof(
      { maxDepth: 4 },
      fc.array(names, { minLength: 1, maxLength: 2 }).map((list) => scope(...list)),
      names.map((name) => group(name)),
      fc.constant(machine()),
      fc.constant(owner('id')),
      fc.constant(claim('c', 'x')),
      tie('policy').map((inner) => not(inner)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => anyOf(...list)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((list) => allOf(...list)),
    ),
  }));
  const principal = fc.record({
    kind: fc.constantFrom('user' as const, 'client' as const),
    groups: fc.uniqueArray(names),
    scopes: fc.uniqueArray(names),
    claims: fc.constantFrom({}, { c: 'x' }),
  });

  it('returns scopes of which every admitted caller has one', () => {
    let admitted = 0;
    fc.assert(
      fc.property(policy, principal, (given, caller) => {
        const compiled = compile(given, ROUTE_FACTS);
        const who: Principal = { sub: 'me', clientId: 'web', ...caller };
        if (!compiled.admits(who, { id: 'me' })) return;
        admitted += 1;
        const http = necessaryScopes(given);
        expect(http === undefined || http.some((name) => who.scopes.includes(name))).toBe(true);
        const [rest = []] = Object.values(operationOf('rest', given).security?.[0] ?? {});
        const person = [...who.scopes, 'openid'];
        const passes = rest.some((name) => (http ? who.scopes : person).includes(name));
        expect(passes).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(admitted).toBeGreaterThan(2000);
  });
});

function operationOf(kind: GatewayKind, policy: Policy): Operation {
  return generate(kind, [route(policyOf(policy))]).paths['/x/{id}']?.['get'] ?? {};
}

describe('gatewayDocument', () => {
  it('puts no authorizer on a public route, and one on every other', () => {
    const { paths } = generate('http', [
      route({ kind: 'public' }, '/open'),
      route({ kind: 'authenticated' }, '/any'),
      route(policyOf(group('g')), '/group'),
      route(policyOf(scope('a')), '/scope'),
    ]);
    expect(paths['/open']?.['get']).not.toHaveProperty('security');
    expect(paths['/any']?.['get']?.security).toEqual([{ cognito: [] }]);
    expect(paths['/group']?.['get']?.security).toEqual([{ cognito: [] }]);
    expect(paths['/scope']?.['get']?.security).toEqual([{ cognito: ['a'] }]);
  });

  it('adds scopes to each route of a REST API, because a method without scopes would accept ID tokens', () => {
    const routes = [
      route({ kind: 'authenticated' }, '/any'),
      route(policyOf(anyOf(group('g'), scope('a'))), '/x'),
    ];
    const { paths } = generate('rest', routes, { scopes: ['extra'] });
    const all = ['openid', 'aws.cognito.signin.user.admin', 'a', 'extra'];
    expect(paths['/any']?.['get']?.security).toEqual([{ cognito: all }]);
    expect(paths['/x']?.['get']?.security).toEqual([{ cognito: all }]);
  });

  it.each([
    ['http', 'jwt'],
    ['rest', 'cognito_user_pools'],
  ] as const)('names the authorizer of a %s API', (kind, type) => {
    const { securitySchemes } = generate(kind, []).components;
    expect(securitySchemes['cognito']?.['x-amazon-apigateway-authorizer']).toMatchObject({ type });
  });

  it('sends preflight requests to the service if other origins may call it', () => {
    const routes = [route(policyOf(scope('a')))];
    expect(generate('http', routes, { cors: true }).paths['/{proxy+}']?.['options']).not.toHaveProperty(
      'security',
    );
    expect(generate('rest', routes, { cors: true }).paths['/x/{id}']?.['options']).not.toHaveProperty(
      'security',
    );
    expect(Object.keys(generate('http', routes).paths)).toEqual(['/x/{id}']);
  });

  it('throws for more routes or scopes than API Gateway accepts', () => {
    const many = Array.from({ length: 301 }, (_, index) => route({ kind: 'public' }, `/r${index}`));
    expect(() => generate('http', many)).toThrow('301 routes');
    const scopes = Array.from({ length: 11 }, (_, index) => `s${index}`);
    expect(() => generate('http', [route(policyOf(scope(...scopes)))])).toThrow('GET /x/:id: 11 scopes');
    expect(() => generate('http', many.slice(1))).not.toThrow();
    expect(() => generate('http', [route(policyOf(scope(...scopes.slice(1))))])).not.toThrow();
  });
});

describe('npm run gateway', () => {
  const run = (...argv: string[]) =>
    new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
      const node = [
        '--disable-warning=ExperimentalWarning',
        '-r',
        '@swc-node/register',
        'gateway/gateway.cli.ts',
      ];
      const env = {
        ...process.env,
        AWS_REGION: 'eu-west-1',
        COGNITO_USER_POOL_ID: 'eu-west-1_abc',
        COGNITO_CLIENT_IDS: 'one,two',
      };
      execFile(
        process.execPath,
        [...node, ...argv],
        { cwd: join(__dirname, '..'), env },
        (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });

  it('writes a document for an HTTP API with the scopes of every route of the service', async () => {
    const { status, stdout } = await run('--kind', 'http');
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/[&*]a\d/);
    const { paths, components } = load(stdout) as Document;
    expect(paths['/me']?.['get']?.security).toEqual([{ cognito: ['aws.cognito.signin.user.admin'] }]);
    expect(paths['/users']?.['get']?.security).toEqual([{ cognito: [] }]);
    expect(paths['/auth/sign-in']?.['post']).not.toHaveProperty('security');
    expect(components.securitySchemes['cognito']?.['x-amazon-apigateway-authorizer']).toEqual({
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      jwtConfiguration: {
        issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
        audience: ['one', 'two'],
      },
    });
  });

  it('writes a document for a REST API in which every guarded route names scopes', async () => {
    const { stdout } = await run('--kind', 'rest', '--scopes', 'team/read');
    const { paths } = load(stdout) as Document;
    const guarded = Object.values(paths).flatMap((path) =>
      Object.values(path).flatMap(({ security }) => security ?? []),
    );
    expect(guarded.length).toBeGreaterThan(20);
    for (const { cognito } of guarded) expect(cognito).not.toEqual([]);
    expect(paths['/users']?.['get']?.security?.[0]?.['cognito']).toEqual(
      expect.arrayContaining(['openid', 'lifeguard/users.read', 'team/read']),
    );
  });

  it('ends with status 1 and the usage if the kind is invalid', async () => {
    const { status, stderr } = await run('--kind', 'soap');
    expect(status).toBe(1);
    expect(stderr).toContain('--kind must be http or rest');
  });
});
