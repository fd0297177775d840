import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPool, type EmbeddedPool } from '../../pool/embedded-pool';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { freePort } from '../support/free-port';
import { ServiceProcess } from '../support/process';
import { describeWithRedis, RedisServer } from '../support/redis';
import { until } from '../support/until';
import { Collector } from '../tracing/collector';

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

/** The installed packages by their folders. */
const { packages: installed } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Record<string, { readonly dev?: boolean }>;
};

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
    expect(image.commands).toHaveLength(2);
  });

  it('has the bundle of the service, its policies, its manifest and its licence, and nothing else', () => {
    const tops = new Set(image.files.map((file) => file.split('/').slice(0, 4).join('/')));
    expect([...tops].toSorted()).toEqual([
      '/app/LICENSE',
      '/app/dist/can.js',
      '/app/dist/main.js',
      '/app/dist/routes.js',
      '/app/dist/service',
      '/app/package.json',
      ...[...tops].filter((top) => top.startsWith('/app/policies/')),
    ]);
    expect(image.files).toContain('/app/dist/service/service.cjs');
    expect(image.files).toContain('/app/dist/service/console/dist/console.html');
  });

  it('has no packages beside the bundle, except the files of the documentation page', () => {
    const packages = image.files.flatMap((file) => /node_modules\/(.+)\/[^/]+$/.exec(file)?.[1] ?? []);
    expect(new Set(packages)).toEqual(new Set(['swagger-ui-dist']));
  });

  it('has no sources, tests, local settings or npm settings', () => {
    expect(image.files.filter((file) => /\.ts$|\.spec\.|\/\.(env|npmrc|git)/.test(file))).toEqual([]);
    expect(image.files.filter((file) => /\/(pool|test|bench|deploy|docs|scripts)\//.test(file))).toEqual([]);
  });

  it('has nothing of the embedded pool and of development packages in the bundle', () => {
    const bundle = readFileSync(join(image.root, '/app/dist/service/service.cjs'), 'utf8');
    const from = Array.from(
      bundle.matchAll(/^\/\/ (?:\.\.\/.*)?((?:src|node_modules|pool|test|packages)\/\S+)$/gm),
    );
    const files = new Set(from.map(([, file = '']) => file));
    expect(files).toContain('src/serve.ts');
    expect(files).toContain('node_modules/fastify/fastify.js');
    const isForeign = (file: string): boolean => {
      const [owner = ''] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
      return installed[owner]?.dev === true || /^(?:pool|test|packages\/auth\/src\/testing)\//.test(file);
    };
    expect([...files].filter(isForeign)).toEqual([]);
  });

  it('has the licences of the packages in the bundle', () => {
    const licences = readFileSync(join(image.root, '/app/dist/service/LICENSES.txt'), 'utf8');
    for (const name of ['fastify', 'zod', '@nestjs/core', '@aws-sdk/client-cognito-identity-provider']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\((?:MIT|Apache-2.0)\\)$`, 'm'));
    }
    expect(licences).toContain('Permission is hereby granted, free of charge');
  });

  it('runs in production mode, and not as root', () => {
    expect(image.env).toEqual({ NODE_ENV: 'production' });
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.cmd).toEqual([
      'node',
      '--max-semi-space-size=2',
      '--no-parallel-scavenge',
      '--use-largepages=silent',
      'dist/main.js',
    ]);
  });

  it('has the compiled code of the bundle, which its command uses', () => {
    const script = join(folder, 'is-from-cache.cjs');
    const [register, compiled] = [
      require.resolve('@swc-node/register'),
      join(ROOT, 'src/bundle/compiled-bundle.ts'),
    ];
    writeFileSync(
      script,
      `require(${JSON.stringify(register)});
       const { CompiledBundle } = require(${JSON.stringify(compiled)});
       const bundle = ${JSON.stringify(join(image.root, '/app/dist/service/service.cjs'))};
       process.stdout.write(String(new CompiledBundle(bundle).isFromCache));`,
    );
    const [, ...parameters] = image.cmd;
    const output = execFileSync(process.execPath, [...parameters.slice(0, -1), script], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(output).toBe('true');
    const version = `${process.versions.v8}-${process.arch}`;
    for (const name of ['service', 'client-cognito-identity-provider', 'ioredis'])
      expect(image.files).toContain(`/app/dist/service/${name}.cjs.${version}.cache`);
  });

  it('explains who may call what (node dist/routes.js, node dist/can.js)', () => {
    const run = (...argv: string[]) =>
      spawnSync(process.execPath, argv, {
        cwd: join(image.root, image.workdir),
        env: image.env,
        encoding: 'utf8',
        timeout: MINUTES,
      });
    expect(run('dist/routes.js')).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^GET +\/users +group `admin` or /m),
    });
    expect(run('dist/can.js', 'GET', '/users', '--group', 'admin')).toMatchObject({
      stderr: '',
      stdout: expect.stringContaining('yes: GET /users\n'),
    });
  });

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

  describeWithRedis('its service', () => {
    let redis: RedisServer;
    let pool: EmbeddedPool;
    let collector: Collector;
    let service: ServiceProcess;
    let environment: Record<string, string>;

    beforeAll(async () => {
      [redis, pool, collector] = await Promise.all([
        RedisServer.start(),
        startEmbeddedPool(),
        Collector.start(),
      ]);
      environment = {
        ...pool.browserEnv(),
        // In production mode it refuses the keys of an emulator.
        NODE_ENV: 'test',
        LOG_LEVEL: 'debug',
        REDIS_URL: redis.url,
        METRICS_PORT: String(await freePort()),
        METRICS_HOST: '127.0.0.1',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      };
      const program = { cwd: join(image.root, image.workdir), argv: image.cmd.slice(1) };
      service = await ServiceProcess.start(environment, program);
      await service.ready();
    }, 2 * MINUTES);
    afterAll(async () => {
      await service.close();
      await Promise.all([redis.close(), pool.close(), collector.close()]);
    });

    it('has the routes and the document of the sources', async () => {
      // Nothing that the application would listen on or connect to.
      const alone = {
        ...environment,
        METRICS_PORT: undefined,
        METRICS_HOST: undefined,
        REDIS_URL: undefined,
      };
      const app = await createApp(parseSettings(alone), createLogger('silent'));
      try {
        const { body } = await service.ask('/openapi.json');
        expect(body).toEqual((await app.inject('/openapi.json')).json());
      } finally {
        await app.close();
      }
    });

    it('signs in a user, who reads and changes the account and signs out on all instances', async () => {
      const signedIn = await service.post('/auth/sign-in', {
        username: 'alice',
        password: pool.passwords['alice'],
      });
      expect(signedIn.status).toBe(200);
      const token = String(signedIn.body['accessToken']);
      expect(await service.request('GET', '/me', undefined, token)).toMatchObject({
        status: 200,
        body: { username: 'alice' },
      });
      expect(await service.request('POST', '/me/sign-out', undefined, token)).toMatchObject({ status: 204 });
      expect(await service.verdictOn(token)).toBe('token_revoked');
    });

    it.each(['/account', '/console', '/docs', '/docs/swagger-ui-bundle.js'])('serves %s', async (path) => {
      expect((await service.ask(path)).status).toBe(200);
    });

    it('exports metrics and traces', async () => {
      const response = await fetch(`http://127.0.0.1:${environment['METRICS_PORT']}/metrics`);
      expect(await response.text()).toMatch(/^lifeguard_\w+/m);
      await until('a trace', () => collector.spans.some(({ name }) => name === 'GET /me'));
    });

    it('writes the names of classes in its log as the sources do', () => {
      const contexts = service.log.flatMap((line) => /"context":"([^"]+)"/.exec(line)?.[1] ?? []);
      expect(contexts.length).toBeGreaterThan(0);
      expect(contexts.filter((name) => /^_|\d$/.test(name))).toEqual([]);
    });
  });
});
