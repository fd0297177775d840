import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** The file of a bundle's code cache: one for each version of V8 and each processor architecture. */
export const codeCacheOf = (file: string): string => `${file}.${process.versions.v8}-${process.arch}.cache`;

/**
 * The code cache of a bundle, for `vm.Script`.
 *
 * @param options the options that Node was started with
 * @returns undefined if there is none for this version of V8 and this processor architecture
 */
export function readCodeCache(file: string, options: readonly string[]): Buffer | undefined {
  try {
    const cache = readFileSync(codeCacheOf(file));
    return options.length > 0 && options.every(leavesCodeAlone) ? withFlagsOfProcess(cache) : cache;
  } catch {
    return undefined;
  }
}

/** Options of the heap and of Node itself, which do not change the compiled code. Lambda sets sizes of the heap. */
const HARMLESS = new Set([
  'expose-gc',
  'max-old-space-size',
  'max-semi-space-size',
  'no-parallel-scavenge',
  'max-http-header-size',
  'use-largepages',
  'env-file',
  'env-file-if-exists',
  'enable-source-maps',
  'disable-warning',
  'no-warnings',
  'trace-warnings',
]);

const leavesCodeAlone = (option: string): boolean =>
  /^\d+$/.test(option) || HARMLESS.has(option.replace(/^--/, '').replace(/=.*$/, '').replaceAll('_', '-'));

/** The hash of V8's flags in the header of a code cache: its position and length. */
const FLAGS = { at: 12, length: 4 };

/**
 * Replaces the hash of the flags with that of this process. V8 accepts a code cache only in a process with the same
 * flags as the one that created it, heap sizes included. Lambda derives these from the memory of the function, so
 * they are unknown when the function is built.
 */
function withFlagsOfProcess(cache: Buffer): Buffer {
  const header = new Script('0').createCachedData().subarray(FLAGS.at, FLAGS.at + FLAGS.length);
  cache.set(header, FLAGS.at);
  return cache;
}
