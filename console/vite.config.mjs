import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig } from 'vite';

const ROOT = dirname(fileURLToPath(import.meta.url));
const OUTPUT = join(ROOT, 'dist');

/** Writes `<file>.br` and `<file>.gz` next to every asset, so that the service compresses nothing at run time. */
function precompress() {
  return {
    name: 'precompress',
    apply: 'build',
    async closeBundle() {
      const folder = join(OUTPUT, 'account/assets');
      const files = (await readdir(folder)).filter((file) => /\.(js|css|svg)$/.test(file));
      await Promise.all(files.map((file) => compress(join(folder, file))));
    },
  };
}

async function compress(file) {
  const content = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}

export default defineConfig({
  root: ROOT,
  // Relative URLs, so that the service can run under the path of PUBLIC_URL.
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    assetsDir: 'account/assets',
    // No data: URLs and no inline scripts, which the pages' Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
    rolldownOptions: {
      input: ['account.html', 'account/tokens.html', 'console.html'].map((page) => join(ROOT, page)),
    },
  },
  plugins: [precompress()],
  logLevel: 'warn',
});
