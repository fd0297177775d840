import nodeModule from 'node:module';
import { join } from 'node:path';

/** `node:module` of Node 20, which has no compile cache. */
type AnyNode = Partial<
  Pick<typeof nodeModule, 'enableCompileCache' | 'flushCompileCache' | 'getCompileCacheDir'>
>;

const FOLDER = join(__dirname, '../node_modules/.cache/lifeguard');

/**
 * Lets Node 22 and later read and write compiled modules in this folder. Call this before the modules are loaded. On
 * Node 20, or if the folder cannot be written, every start compiles the modules.
 *
 * @returns the folder of this version of Node; undefined without a cache.
 */
export function useCompileCache(): string | undefined {
  const { enableCompileCache, getCompileCacheDir } = nodeModule as AnyNode;
  enableCompileCache?.(FOLDER);
  return getCompileCacheDir?.();
}

/** Writes what was compiled so far. Node would write it only at a regular end of the process. */
export function writeCompileCache(): void {
  (nodeModule as AnyNode).flushCompileCache?.();
}
