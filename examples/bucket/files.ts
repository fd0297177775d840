import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { BucketSettings } from './bucket.settings';

const PAGE = path.join(__dirname, 'page');

/** A file as it is served. */
export interface ServedFile {
  readonly type: string;
  readonly content: string | Buffer;
}

/** Every file of the page by its URL: the scripts are bundled, with the S3 client of the AWS SDK. */
export async function pageFiles(settings: BucketSettings): Promise<ReadonlyMap<string, ServedFile>> {
  const [html, css, script] = await Promise.all([
    readFile(path.join(PAGE, 'index.html')),
    readFile(path.join(PAGE, 'page.css')),
    bundle(),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', content: html }],
    ['/page.css', { type: 'text/css; charset=utf-8', content: css }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', content: script }],
    ['/settings.json', { type: 'application/json', content: JSON.stringify(settings) }],
  ]);
}

async function bundle(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, 'page.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'warning',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
