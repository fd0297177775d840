/** What CommonJS modules expect to have around them; a bundle of ES modules has none of it. */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/** Packages that others load only where they are installed, and the service never uses. */
const NOT_USED = [
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/websockets',
  '@nestjs/websockets/*',
  '@nestjs/platform-express',
  '@nestjs/platform-socket.io',
  'class-transformer',
  'class-transformer/*',
  'class-validator',
  '@fastify/static',
  '@fastify/view',
  '@fastify/multipart',
];

/** How a function is bundled: one ES module that keeps the names of classes, which Nest injects by. */
export const BUNDLE = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: BANNER },
  external: NOT_USED,
  // The paths of tsconfig.json lead to sources; what is built is bundled.
  tsconfigRaw: {},
  logLevel: 'error',
};
