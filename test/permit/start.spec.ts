import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Injectable, Module, Param, type Type } from '@nestjs/common';
import { Public } from 'lifeguard-auth';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { LocalPermissions } from '../../src/permit/local.permissions';
import type { Permission } from '../../src/permit/permission';
import { Permit } from '../../src/permit/permit.decorator';
import { TEST_ENVIRONMENT } from '../support/service';

/** Builds an application with one handler that requires the permission. */
async function start(permission: Permission): Promise<void> {
  @Controller('things')
  class ThingsController {
    @Permit(permission)
    @Get(':id')
    find(@Param('id') id: string): string {
      return id;
    }
  }
  const app = await createApp(parseSettings(TEST_ENVIRONMENT), createLogger('silent'), [
    moduleOf(ThingsController),
  ]);
  await app.close();
}

function moduleOf(controller: Type): Type {
  @Module({ controllers: [controller] })
  class ThingsModule {}
  return ThingsModule;
}

const resource = { type: 'Order', param: 'id' };

describe('startup with @Permit', () => {
  it.each<[string, Permission, string]>([
    [
      'an action that the schema lacks',
      { action: 'orders:raed', resource },
      'the schema has no action orders:raed',
    ],
    ['no action', { action: '', resource }, '@Permit names no action'],
    ['no resource type', { action: 'orders:read', resource: { type: '', param: 'id' } }, 'no resource type'],
    [
      'another resource',
      { action: 'orders:read', resource: { type: 'Group', param: 'id' } },
      'does not apply to Group',
    ],
    [
      'a parameter that the route lacks',
      { action: 'orders:read', resource: { type: 'Order', param: 'di' } },
      'a parameter di',
    ],
  ])('fails for a @Permit with %s, naming the handler', async (_title, permission, expected) => {
    await expect(start(permission)).rejects.toThrow(`ThingsController.find: `);
    await expect(start(permission)).rejects.toThrow(expected);
  });

  it('fails for a @Permit combined with @Public(), naming the handler', async () => {
    @Controller('open')
    class OpenController {
      @Public()
      @Permit({ action: 'orders:read', resource })
      @Get(':id')
      find(@Param('id') id: string): string {
        return id;
      }
    }
    const settings = parseSettings(TEST_ENVIRONMENT);
    const started = createApp(settings, createLogger('silent'), [moduleOf(OpenController)]);
    await expect(started).rejects.toThrow('OpenController.find: @Permit cannot be combined with @Public()');
  });

  it('fails if the resource provider is missing', async () => {
    @Injectable()
    class Missing {
      load(): undefined {
        return undefined;
      }
    }
    await expect(start({ action: 'orders:read', resource, entities: Missing })).rejects.toThrow('Missing');
  });

  it('succeeds for a permission that the schema has', async () => {
    await expect(start({ action: 'orders:read', resource })).resolves.toBeUndefined();
  });
});

describe('the policy folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policies-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('must exist, with a schema', () => {
    expect(() => new LocalPermissions(join(folder, 'none'), 'pool')).toThrow('none: cannot be read (ENOENT)');
    expect(() => new LocalPermissions(folder, 'pool')).toThrow('cannot be read (ENOENT)');
  });

  it('is read with any number of files', async () => {
    await writeFile(
      join(folder, 'schema.cedarschema'),
      'entity User; entity Doc; action read appliesTo { principal: [User], resource: [Doc], context: {} };',
    );
    await writeFile(join(folder, 'a.cedar'), 'permit (principal, action, resource);');
    await writeFile(join(folder, 'b.cedar'), 'permit (principal, action, resource)\nwhen { nonsense };');
    expect(() => new LocalPermissions(folder, 'pool')).toThrow(`${join(folder, 'b.cedar')}:2: `);
  });
});

describe('a service without @Permit', () => {
  it('loads neither Cedar nor the client of Verified Permissions', async () => {
    const { execFile } = await import('node:child_process');
    const script =
      `const { createApp } = require('./src/app'); const { parseSettings } = require('./src/config/settings');` +
      `const { createLogger } = require('./src/log/logger');` +
      `createApp(parseSettings(${JSON.stringify(TEST_ENVIRONMENT)}), createLogger('silent')).then(async (app) => {` +
      `await app.close(); console.log(Object.keys(require.cache).filter((name) => /cedar-wasm|client-verifiedpermissions/.test(name)).length);` +
      `});`;
    const argv = ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register', '-e', script];
    const loaded = await new Promise<string>((resolve) =>
      execFile(process.execPath, argv, { cwd: join(__dirname, '../..') }, (_error, stdout) =>
        resolve(stdout.trim()),
      ),
    );
    expect(loaded).toBe('0');
  });
});
