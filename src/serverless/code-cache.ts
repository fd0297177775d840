import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** Where the code cache of a bundle is kept: one file for each version of V8 and each kind of processor. */
export const codeCacheOf = (file: string): string => `${file}.${process.versions.v8}-${process.arch}.cache`;

/**
 * The code cache of a bundle, for `vm.Script`.
 *
 * @param options the options that Node was started with
 * @returns undefined where there is none for this version of V8 and this processor
 */
export function readCodeCache(file: string, options: readonly string[]): Buffer | undefined {
  try {
    const cache = readFileSync(codeCacheOf(file));
    return options.length > 0 && options.every(leavesCodeAlone) ? withFlagsOfProcess(cache) : cache;
  } catch {
    return undefined;
  }
}

/** Options that set sizes. Code that was compiled without them is the same. Lambda sets the first three. */
const SIZES = new Set(['expose-gc', 'max-old-space-size', 'max-semi-space-size', 'max-http-header-size']);

const leavesCodeAlone = (option: string): boolean =>
  /^\d+$/.test(option) || SIZES.has(option.replace(/^--/, '').replace(/=\d+$/, '').replaceAll('_', '-'));

/** V8's header of a code cache: where the hash of the flags is that V8 was started with, and its length. */
const FLAGS = { at: 12, length: 4 };

/**
 * V8 takes a code cache only in a process with the flags of the one that made it, heap sizes included. Lambda derives
 * these from the memory of the function, so that no build can know them.
 */
function withFlagsOfProcess(cache: Buffer): Buffer {
  const header = new Script('0').createCachedData().subarray(FLAGS.at, FLAGS.at + FLAGS.length);
  cache.set(header, FLAGS.at);
  return cache;
}
