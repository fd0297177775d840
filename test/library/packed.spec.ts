import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTestIssuer, type TestIssuer } from 'lifeguard-auth/testing';
import { bareSuite } from './bare.suite';
import { graphqlSuite } from './graphql.suite';
import { httpSuite } from './http.suite';
import { microserviceSuite } from './microservice.suite';
import { newcomerSuite } from './newcomer.suite';
import { packAndInstall, type Packed } from './packed';
import { resolversSuite } from './resolvers.suite';
import { connectIo, connectNative, socketSuite } from './sockets.suite';
import { sseSuite } from './sse.suite';

/** Every module of the package except its tests, relative to its folder. */
const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
  );

/** The packages that a declaration file and those below it refer to. */
function neededBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const specifiers = Array.from(
    readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]/gm),
    ([, from, bare]) => from ?? bare ?? '',
  );
  return specifiers.reduce(
    (needed, name) =>
      name.startsWith('.')
        ? new Set([...needed, ...neededBy(join(dirname(file), name.replace(/\.[jt]s$/, '.d.ts')), seen)])
        : needed.add(name),
    new Set<string>(),
  );
}

const FOLDERS = [
  'ends',
  'identity',
  'json',
  'keys',
  'nest',
  'options',
  'passport',
  'policies',
  'pools',
  'redis',
  'revocation',
  'testing',
  'tokens',
];

let installed: Packed;
let issuer: TestIssuer;
const packed = () => installed;
const tokens = () => issuer;

beforeAll(async () => {
  [installed, issuer] = await Promise.all([packAndInstall(), createTestIssuer()]);
}, 120_000);
afterAll(async () => {
  await issuer.close();
  await installed.remove();
});

describe('the packed file', () => {
  it('is under 100 KB', () => {
    expect(installed.size).toBeLessThan(100 * 1024);
  });

  it('contains exactly the built sources, the README and the manifest', () => {
    const built = sources('packages/auth/src').map((source) => `dist/${source.replace(/\.ts$/, '')}`);
    const types = installed.files.filter((name) => name.endsWith('.d.ts'));
    const others = installed.files.filter((name) => !name.endsWith('.d.ts'));
    expect(others).toEqual(['README.md', 'package.json', ...built.map((name) => `${name}.js`)].toSorted());
    // Those that an entry of the package refers to.
    expect(types).toEqual(expect.arrayContaining(['dist/index.d.ts', 'dist/testing/index.d.ts']));
    expect(types.filter((name) => !built.includes(name.replace(/\.d\.ts$/, '')))).toEqual([]);
  });

  it('has only these folders, so that a new one is intentional', () => {
    const folders = installed.files.flatMap((name) => /^dist\/([^/]+)\//.exec(name)?.[1] ?? []);
    expect([...new Set(folders)].toSorted()).toEqual(FOLDERS);
  });

  it.each<[string, string[]]>([
    ['index', []],
    ['testing/index', []],
    ['redis/index', ['ioredis']],
    ['passport/index', ['passport']],
  ])('has types of %s that need no optional package but %j', (entry, optional) => {
    const needed = [...neededBy(join(installed.folder, 'node_modules/lifeguard-auth/dist', `${entry}.d.ts`))];
    const allowed = ['@nestjs/common', '@nestjs/core', 'rxjs', ...optional];
    const isAllowed = (name: string) =>
      name.startsWith('node:') || allowed.some((each) => name === each || name.startsWith(`${each}/`));
    expect(needed.filter((name) => !isAllowed(name))).toEqual([]);
    expect(needed).toEqual(expect.arrayContaining(optional));
  });
});

describe('the packed library without optional peers', () => bareSuite(packed));
describe('the README of the packed library', () => newcomerSuite(packed));
describe('the packed library on Fastify and Express', () => httpSuite(packed, tokens));
describe('the packed library in GraphQL with Apollo', () => graphqlSuite('graphql-apollo', packed, tokens));
describe('the packed library in GraphQL with Mercurius', () =>
  graphqlSuite('graphql-mercurius', packed, tokens));
describe.each(['Apollo', 'Mercurius'] as const)('the packed library at resolvers of %s', (driver) =>
  resolversSuite(driver, packed),
);
describe('the packed library at gateways of ws', () =>
  socketSuite({ name: 'ws', connect: connectNative, ended: (code) => [4401, code] }, packed, tokens));
describe('the packed library at gateways of socket.io', () => {
  socketSuite({ name: 'socket-io', connect: connectIo, ended: () => 'io server disconnect' }, packed, tokens);
});
describe('the packed library in a microservice', () => microserviceSuite(packed, tokens));
describe.each(['fastify', 'express'])('the packed library with long responses on %s', (platform) =>
  sseSuite(platform, packed, tokens),
);
