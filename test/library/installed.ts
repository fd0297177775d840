import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Packed } from './packed';

/** The packages that an application on Fastify installs in addition to the library: none of the optional peers. */
export const REQUIRED = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  'lru-cache',
  'reflect-metadata',
  'rxjs',
] as const;

/** A folder with the packed library and other packages. */
export interface Installed {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Installs the packed library with only these packages in a separate folder. Other packages cannot be found,
 * as with a package manager that links packages.
 */
export async function installWith(packed: Packed, names: readonly string[]): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeguard-installed-'));
  const modules = join(folder, 'node_modules');
  await cp(join(packed.folder, 'node_modules/lifeguard-auth'), join(modules, 'lifeguard-auth'), {
    recursive: true,
  });
  for (const name of names) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(packed.folder, 'node_modules', name), join(modules, name));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
