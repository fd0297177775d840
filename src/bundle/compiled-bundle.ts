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
 * A bundle of the service or of a function, compiled with the code cache next to it, so that V8 need not parse it. If there is no cache
 * for this version of V8, or V8 refuses it, the source is compiled.
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

  /** Whether V8 accepted the code cache. */
  get isFromCache(): boolean {
    return this.#script.cachedDataRejected === false;
  }

  /** Runs the bundle and returns its exports. */
  run(): unknown {
    const module = { exports: {} as unknown };
    const wrapper = this.#script.runInThisContext() as Wrapper;
    wrapper(module.exports, createRequire(this.file), module, this.file, dirname(this.file));
    return module.exports;
  }

  /** The compiled code of all functions that have run so far. */
  codeCache(): Buffer {
    return this.#script.createCachedData();
  }
}

const optionsOfNode = (): readonly string[] => [
  ...process.execArgv,
  ...(readEnvironment()['NODE_OPTIONS'] ?? '').split(' ').filter(Boolean),
];
