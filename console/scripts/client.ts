/**
 * Writes the types of the service's routes from its own OpenAPI document: `npm run console:client`. The application is
 * built as `npm run routes` builds it: nothing listens, and no pool is asked.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientTypes } from './client.types';

void clientTypes().then((types) => writeFileSync(join(__dirname, '../src/api/schema.d.ts'), types));
