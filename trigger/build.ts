import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import type { Rule } from './rules.schema';

export interface Built {
  /** One ES module without dependencies that exports `handler`. */
  readonly module: string;
  /** The module as a zip file for Lambda. */
  readonly zip: string;
}

/** The earliest time that a zip file can contain, so that the same sources always give the same file. */
const ZIP_EPOCH = new Date('1980-01-01T00:00:00');

/**
 * Builds the function of the pre token generation trigger, with the rules in it.
 *
 * @param rules the rules, already checked
 * @param folder where the files are written
 */
export async function buildTrigger(rules: readonly Rule[], folder: string): Promise<Built> {
  const module = join(folder, 'index.mjs');
  await mkdir(folder, { recursive: true });
  await build({
    stdin: {
      contents:
        "import { triggerHandler } from './handler';\n" +
        `export const handler = triggerHandler(${JSON.stringify(rules)});\n`,
      resolveDir: __dirname,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    outfile: module,
    logLevel: 'silent',
  });
  const zip = join(folder, 'trigger.zip');
  await writeFile(zip, zipSync({ 'index.mjs': [await readFile(module), { mtime: ZIP_EPOCH }] }));
  return { module, zip };
}
