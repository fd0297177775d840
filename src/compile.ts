import { chmodSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { useCompileCache, writeCompileCache } from './compile-cache';

// Compiles the service while its image is built, because a container cannot write the compile cache:
//
//   node dist/compile.js <user id>
//
// Node reads only a cache whose folder ends with the id of the user that runs it.
const user = Number(process.argv[2]);
if (!Number.isInteger(user)) throw new Error('Usage: node dist/compile.js <user id>');
const folder = useCompileCache();

async function compile(): Promise<void> {
  const { withOfflineApp } = require('./offline-app') as typeof import('./offline-app');
  // Building the application loads what a start loads.
  await withOfflineApp(() => {
    require('./run');
    require('./serve');
  });
  if (folder === undefined) return;
  writeCompileCache();
  const own = `-${process.getuid?.()}`;
  if (!folder.endsWith(own)) throw new Error(`The compile cache has another name than expected: ${folder}`);
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644);
  renameSync(folder, `${folder.slice(0, -own.length)}-${user}`);
}

// A failure ends the process with status 1 and ends the build of the image.
void compile();
