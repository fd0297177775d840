/**
 * Writes the types of the service's routes from its own OpenAPI document: `npm run console:client`. The application is
 * built as `npm run routes` builds it: nothing listens, and no pool is asked. `--check` writes nothing, and exits with
 * status 1 where the types that are there are not those of the document.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './client.types';

const FILE = join(__dirname, '../src/api/schema.d.ts');

async function main(): Promise<void> {
  const types = await clientTypes();
  if (!process.argv.includes('--check')) writeFileSync(FILE, types);
  else if (readFileSync(FILE, 'utf8') !== types) process.exitCode = 1;
}

void main();
