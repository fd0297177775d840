import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { readEnvironment } from '../config/environment';
import { readCodeCache } from './code-cache';

type Wrapper = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

/**
 * A function's bundle, compiled with the code cache beside it, so that V8 need not parse it. Without a cache for this
 * version of V8, or with one that V8 refuses, it is compiled from its text.
 *
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
export class CompiledBundle {
  readonly #script: Script;

  /** @param file absolute path of a CommonJS bundle in ASCII */
  constructor(private readonly file: string) {
    const text = readFileSync(file, 'latin1');
    const cachedData = readCodeCache(file, optionsOfNode());
    this.#script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
      filename: file,
      ...(cachedData && { cachedData }),
    });
  }

  /** Whether V8 took the code cache. */
  get isFromCache(): boolean {
    return this.#script.cachedDataRejected === false;
  }

  /** Runs the bundle and returns what it exports. */
  run(): unknown {
    const module = { exports: {} as unknown };
    const wrapper = this.#script.runInThisContext() as Wrapper;
    wrapper(module.exports, createRequire(this.file), module, this.file, dirname(this.file));
    return module.exports;
  }

  /** The compiled code of what has run so far. */
  codeCache(): Buffer {
    return this.#script.createCachedData();
  }
}

const optionsOfNode = (): readonly string[] => [
  ...process.execArgv,
  ...(readEnvironment()['NODE_OPTIONS'] ?? '').split(' ').filter(Boolean),
];
