import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installWith, REQUIRED, type Installed } from './installed';
import type { Packed } from './packed';

const run = promisify(execFile);

const SCRIPT = `
function facts() {
  return {
    globals: Object.getOwnPropertyNames(globalThis).toSorted(),
    object: Object.getOwnPropertyNames(Object.prototype),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    environment: process.env,
    stackTraceLimit: Error.stackTraceLimit,
  };
}
require('reflect-metadata');
require('@nestjs/core');
const loaded = JSON.stringify(facts());
const { LifeguardModule } = require('lifeguard-auth');
const { createTestIssuer, expectOnly } = require('lifeguard-auth/testing');
const unchanged = loaded === JSON.stringify(facts());
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');
class Orders { list() { return {}; } }
Get()(Orders.prototype, 'list', Object.getOwnPropertyDescriptor(Orders.prototype, 'list'));
Controller('orders')(Orders);
(async () => {
  const issuer = await createTestIssuer();
  class App {}
  Module({ imports: [LifeguardModule.forRoot(issuer.options)], controllers: [Orders] })(App);
  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
  const user = {};
  await expectOnly(app, issuer, { 'GET /orders': [user] });
  const difference = await expectOnly(app, issuer, { 'GET /orders': [] }, { callers: [user] }).catch(String);
  await app.close();
  await issuer.close();
  process.stdout.write(JSON.stringify({ unchanged, difference }));
})();
`;

/** One line for each entry and path: the result of loading it, or the error and the name in its message. */
const ENTRIES = `
const outcome = async (load) => {
  try {
    return Object.keys(await load()).length > 0 ? 'loads' : 'is empty';
  } catch ({ code, message }) {
    return [code, /'(?!\\.)([\\w-]+)'/.exec(message)?.[1]].filter(Boolean).join(' ');
  }
};
const names = ['', '/testing', '/redis', '/passport', '/package.json', '/dist/index.js', '/nest/decorators'];
(async () => {
  const { redisRevocations } = require('lifeguard-auth/redis');
  const setup = { pools: [], tolerance: 5, log: { info() {}, warn() {} } };
  const facts = { redis: await outcome(() => redisRevocations({ url: 'redis://127.0.0.1:1' })(setup)) };
  for (const name of names) {
    facts['require ' + name] = await outcome(() => require('lifeguard-auth' + name));
    if (!name.endsWith('.json')) facts['import ' + name] = await outcome(() => import('lifeguard-auth' + name));
  }
  process.stdout.write(JSON.stringify(facts));
})();
`;

/** The library without any optional peer, so that only its declared dependencies can be found. */
export function bareSuite(packed: () => Packed): void {
  let bare: Installed;
  beforeAll(async () => {
    bare = await installWith(packed(), REQUIRED);
  });
  afterAll(() => bare.remove());

  const factsOf = async (script: string): Promise<unknown> => {
    await writeFile(join(bare.folder, 'main.js'), script);
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'main.js'], {
      cwd: bare.folder,
    });
    return JSON.parse(stdout) as unknown;
  };

  it('is loaded with require(), changes nothing outside itself, and guards an application', async () => {
    expect(await factsOf(SCRIPT)).toEqual({
      unchanged: true,
      difference: 'AccessDifference: GET /orders: {} gets in (200)',
    });
  });

  it('loads with require() and import, names the missing peer of an entry, and exposes no inner path', async () => {
    const closed = 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    expect(await factsOf(ENTRIES)).toEqual({
      redis: expect.stringMatching(/ioredis$/) as string,
      'require ': 'loads',
      'import ': 'loads',
      'require /testing': 'loads',
      'import /testing': 'loads',
      'require /redis': 'loads',
      'import /redis': 'loads',
      'require /passport': 'ERR_MODULE_NOT_FOUND passport',
      'import /passport': 'ERR_MODULE_NOT_FOUND passport',
      'require /package.json': 'loads',
      'require /dist/index.js': closed,
      'import /dist/index.js': closed,
      'require /nest/decorators': closed,
      'import /nest/decorators': closed,
    });
  });
}
