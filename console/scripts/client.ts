import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './client.types';

const HELP = `npm run console:client [-- --check]

Writes the types of the service's routes, for the console, from the service's own OpenAPI document. The application is
built as npm run routes builds it: it does not listen, and no pool is called.

  --check     writes nothing; exit status 1 if the existing types differ from those of the document`;

const FILE = join(__dirname, '../src/api/schema.d.ts');

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const types = await clientTypes();
  if (!process.argv.includes('--check')) writeFileSync(FILE, types);
  else if (readFileSync(FILE, 'utf8') !== types) process.exitCode = 1;
}

void main();
