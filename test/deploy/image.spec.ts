import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const MINUTES = 60_000;

interface Image {
  readonly root: string;
  readonly workdir: string;
  readonly env: Record<string, string>;
  readonly user: string;
  readonly cmd: readonly string[];
  /** The executed commands, in order. */
  readonly commands: readonly string[];
  /** Paths inside the image. */
  readonly files: readonly string[];
}

/** Development packages by their folders; each is installed in this checkout. */
const DEVELOPMENT = [
  'cognito-local',
  'aws-sdk',
  'jest',
  'typescript',
  '@swc',
  '@swc-node',
  'fast-check',
  'prettier',
  'oxlint',
  'oxlint-tsgolint',
  '@nestjs/cli',
  'pino-pretty',
];

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeguard-image-'));
  let image: Image;

  beforeAll(() => {
    const script = join(ROOT, 'scripts/image-files.mjs');
    const output = execFileSync(
      process.execPath,
      [script, join(folder, 'stages'), '--modules', join(ROOT, 'node_modules')],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    image = JSON.parse(output) as Image;
  }, 10 * MINUTES);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is built by every RUN of the Dockerfile', () => {
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    expect(image.commands).toEqual(
      [...dockerfile.matchAll(/^\s*RUN\s+(.+)$/gim)].map(([, command]) => command),
    );
    expect(image.commands).toHaveLength(4);
  });

  it('has the program, its packages (the guard among them), its manifest and its licence, and nothing else', () => {
    const tops = new Set(image.files.map((file) => file.split('/').slice(0, 3).join('/')));
    expect([...tops].toSorted()).toEqual([
      '/app/LICENSE',
      '/app/console',
      '/app/dist',
      '/app/node_modules',
      '/app/package.json',
      '/app/packages',
      '/app/policies',
    ]);
    expect(image.files).toContain('/app/dist/main.js');
    expect(image.files).toContain('/app/packages/auth/dist/index.js');
    expect(image.files).toContain('/app/node_modules/@nestjs/core/package.json');
    expect(image.files).toContain('/app/console/dist/console.html');
    expect(image.files.filter((file) => /^\/app\/console\/(?!dist\/)/.test(file))).toEqual([]);
  });

  it.each(DEVELOPMENT)('has no %s', (name) => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).toContain(`"node_modules/${name}`);
    expect(image.files.filter((file) => file.includes(`/node_modules/${name}/`))).toEqual([]);
  });

  it('has no sources, tests, local settings or npm settings', () => {
    const own = image.files.filter((file) => !file.startsWith('/app/node_modules/'));
    expect(own.filter((file) => /(?<!\.d)\.ts$|\.spec\.|\/\.(env|npmrc|git)/.test(file))).toEqual([]);
    expect(own.filter((file) => /\/(pool|test|bench|deploy|docs|scripts)\//.test(file))).toEqual([]);
  });

  it('runs in production mode, and not as root', () => {
    expect(image.env).toEqual({ NODE_ENV: 'production' });
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.cmd).toEqual(['node', '--max-semi-space-size=2', 'dist/main.js']);
  });

  // Node 20 has no compile cache.
  it('has the compiled code of its modules, for its user and this version of Node', () => {
    const compiled = image.files.filter((file) => file.startsWith('/app/node_modules/.cache/'));
    if (!('enableCompileCache' in nodeModule)) return expect(compiled).toEqual([]);
    const folders = new Set(compiled.map((file) => posix.dirname(file)));
    expect([...folders]).toEqual([`/app/node_modules/.cache/lifeguard/${cacheName()}`]);
    expect(compiled.length).toBeGreaterThan(500);
    for (const file of compiled) expect(statSync(join(image.root, file)).mode & 0o044).toBe(0o044);
  });

  /** The name that Node gives to the cache of the image's command and user. */
  const cacheName = (): string => {
    const script = `const { enableCompileCache, getCompileCacheDir } = require('node:module');
      enableCompileCache(${JSON.stringify(join(folder, 'cache'))});
      process.stdout.write(getCompileCacheDir());`;
    const name = execFileSync(process.execPath, [...image.cmd.slice(1, -1), '-e', script], {
      encoding: 'utf8',
    });
    const [user] = image.user.split(':');
    return posix.basename(name).replace(/\d+$/, String(user));
  };

  it('names the missing settings and ends with status 1', () => {
    const [, ...parameters] = image.cmd;
    const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
      cwd: join(image.root, image.workdir),
      env: image.env,
      encoding: 'utf8',
      timeout: MINUTES,
    });
    expect(stderr.trim().split('\n')).toEqual([
      'AWS_REGION: is required',
      'COGNITO_USER_POOL_ID: is required',
      'COGNITO_CLIENT_IDS: is required',
    ]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
