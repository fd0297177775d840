import { readFileSync, writeFileSync } from 'node:fs';
import { GENERATED } from './documents';

const HELP = `npm run settings

Writes .env.example, the table of docs/operations.md and the environment of compose.yaml from the rows in
src/config/settings.`;

function main(): void {
  if (process.argv.includes('--help')) return console.log(HELP);
  for (const [file, generate] of Object.entries(GENERATED)) {
    const before = readFileSync(file, 'utf8');
    const after = generate(before);
    if (after === before) continue;
    writeFileSync(file, after);
    console.log(`wrote ${file}`);
  }
}

main();
