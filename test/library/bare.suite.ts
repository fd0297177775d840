import { execFile } from 'node:child_process';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Packed } from './packed';

const run = promisify(execFile);

/** What an application on Fastify installs beside the library: none of the optional peers. */
const INSTALLED = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  'lru-cache',
  'reflect-metadata',
  'rxjs',
];

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

/** The library without any optional peer, loaded with `require()`. */
export function bareSuite(packed: () => Packed): void {
  it('is required, changes nothing outside itself, and guards an application', async () => {
    const folder = join(packed().folder, 'bare');
    const modules = join(folder, 'node_modules');
    await mkdir(modules, { recursive: true });
    await cp(join(packed().folder, 'node_modules/lifeguard-auth'), join(modules, 'lifeguard-auth'), {
      recursive: true,
    });
    for (const name of INSTALLED) {
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(join(packed().folder, 'node_modules', name), join(modules, name));
    }
    await writeFile(join(folder, 'main.js'), SCRIPT);
    const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'main.js'], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toEqual({
      unchanged: true,
      difference: 'AccessDifference: GET /orders: {} gets in (200)',
    });
    await rm(folder, { recursive: true });
  });
}
