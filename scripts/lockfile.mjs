import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages in a folder's lock file with workspaces, without the root: `[{ path, name, version, license, production }]`. */
export function lockedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { link }]) => path !== '' && !link)
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.split('node_modules/').at(-1),
      version: entry.version,
      license: entry.license,
      production: isProduction(entry),
    }));
}

/** Whether `npm ci --omit=dev --omit=optional` installs it. */
const isProduction = ({ dev = false, optional = false, devOptional = false }) =>
  !dev && !optional && !devOptional;
