/** esbuild plugins for the packages of a bundle, which is deployed without `node_modules`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Packages that other packages load if they are installed, and that the service never uses. */
const NOT_USED = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@nestjs/platform-express',
  '@nestjs/platform-socket.io',
  'class-transformer',
  'class-validator',
  '@fastify/static',
  '@fastify/view',
  '@fastify/multipart',
  'supports-color',
];

const unusedModule = new RegExp(`^(?:${NOT_USED.join('|')})(?:/|$)`);

/** Makes unused packages unavailable, even if they are installed near the bundle. */
export const absentPackages = {
  name: 'absent packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: unusedModule }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => ({
      contents: `throw Object.assign(new Error('Cannot find package ${path}'), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

/**
 * Packages that startup does not need. Each has its own bundle next to the program's; otherwise V8 would load its
 * compiled code together with the rest.
 */
export const SEPARATE = [
  '@aws-sdk/client-cognito-identity-provider',
  '@aws-sdk/client-cognito-identity',
  '@aws-sdk/client-verifiedpermissions',
  'ioredis',
];

/** The file name of a separate package's bundle. */
export const fileOf = (name) => `${name.split('/').at(-1)}.cjs`;

const LOADER = fileURLToPath(new URL('../../src/bundle/compiled-bundle.ts', import.meta.url));

export const separatePackages = {
  name: 'separate packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${SEPARATE.join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'separate',
    }));
    onLoad({ filter: /./, namespace: 'separate' }, ({ path }) => ({
      contents: `const { CompiledBundle } = require(${JSON.stringify(LOADER)});
        const { join } = require('node:path');
        module.exports = new CompiledBundle(join(__dirname, '${fileOf(path)}')).run();`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    }));
  },
};

/** Changes to packages that do work when they are loaded, so that the work is done only when needed, or never. */
const DEFERRED = [
  {
    // esbuild does not bundle packages that are loaded through `createRequire`.
    file: 'auth/src/redis/connections.ts',
    replace: [/\bload\('([^']+)'\)/g, "require('$1')"],
  },
  {
    // The time format of Nest's own logger, which the service replaces. Creating it takes 10 ms.
    file: '@nestjs/common/services/console-logger.service.js',
    replace: [/= (new Intl\.DateTimeFormat\([^)]*\));/, '= { format: (time) => $1.format(time) };'],
  },
  {
    file: '@nestjs/common/services/logger.service.js',
    replace: [/= (new Intl\.DateTimeFormat\([^)]*\));/, '= { format: (time) => $1.format(time) };'],
  },
  {
    // The messages of zod in 60 languages.
    file: 'zod/v4/locales/index.js',
    replace: [/[^]+/, ''],
  },
  {
    file: 'fastify/lib/server.js',
    replace: [/\bhttp2(?=\.create)/g, "require('node:http2')"],
    and: [/^const http2 = .*$/m, ''],
  },
];

/** Changes these files while they are bundled. The build fails if a new version of a package lacks the expected text. */
export const deferredWork = {
  name: 'deferred work',
  setup({ onLoad }) {
    for (const { file, replace, and } of DEFERRED) {
      onLoad({ filter: new RegExp(`${file.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [pattern, replacement] of [replace, and].filter(Boolean)) {
          if (contents.search(pattern) < 0) throw new Error(`${path} does not have ${pattern}`);
          contents = contents.replace(pattern, replacement);
        }
        return { contents, loader: 'ts' };
      });
    }
  },
};
