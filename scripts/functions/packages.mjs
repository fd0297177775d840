/** How a bundle finds packages: it has no `node_modules` beside it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Packages that others load only where they are installed, and the service never uses. */
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
];

const isOrIsBelow = new RegExp(`^(?:${NOT_USED.join('|')})(?:/|$)`);

/** Packages that are not used are not there, even where the bundle is in a folder with all of the packages. */
export const absentPackages = {
  name: 'absent packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: isOrIsBelow }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => ({
      contents: `throw Object.assign(new Error('Cannot find package ${path}'), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

/**
 * Packages that a start does not need: each is a bundle of its own, in a file beside the function's. V8 would load their
 * compiled code with the rest.
 */
export const SEPARATE = [
  '@aws-sdk/client-cognito-identity-provider',
  '@aws-sdk/client-cognito-identity',
  '@aws-sdk/client-verifiedpermissions',
  'ioredis',
];

/** The file of a separate package. */
export const fileOf = (name) => `${name.split('/').at(-1)}.cjs`;

const LOADER = fileURLToPath(new URL('../../src/serverless/compiled-bundle.ts', import.meta.url));

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

/** What packages do when they are loaded, and a function would do only when it is needed, or never. */
const DEFERRED = [
  {
    // `createRequire` finds packages in `node_modules` only, and esbuild leaves them out.
    file: 'auth/src/redis/connections.ts',
    replace: [/\bload\('([^']+)'\)/g, "require('$1')"],
  },
  {
    // The time format of Nest's own logger, which the service replaces. It takes 10 ms to make.
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

/** Changes these files while they are bundled. A package of another version, which no longer has the text, stops the build. */
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
