import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

let folder: string;
let bundle: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
  bundle = join(folder, 'bundle.cjs');
  writeFileSync(bundle, 'exports.add = (a, b) => a + b; exports.where = __filename;');
  for (const name of ['compiled-bundle', 'code-cache']) {
    buildSync({
      entryPoints: [join(__dirname, `${name}.ts`)],
      bundle: true,
      platform: 'node',
      outfile: join(folder, `${name}.js`),
    });
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly sum: number;
  readonly where: string;
  readonly cached: boolean;
}

/** Runs the bundle in a separate process with these options of Node. */
function run(options: readonly string[] = [], NODE_OPTIONS = '', afterwards = ''): Ran {
  const script = join(folder, 'run.js');
  writeFileSync(
    script,
    `const { CompiledBundle } = require('./compiled-bundle.js');
     const { codeCacheOf } = require('./code-cache.js');
     const bundle = new CompiledBundle(${JSON.stringify(bundle)});
     const { add, where } = bundle.run();
     console.log(JSON.stringify({ sum: add(2, 3), where, cached: bundle.isFromCache }));
     ${afterwards}`,
  );
  const ran = execFileSync(process.execPath, [...options, script], { env: { NODE_OPTIONS } });
  return JSON.parse(ran.toString()) as Ran;
}

const WRITE = `require('node:fs').writeFileSync(codeCacheOf(where), bundle.codeCache());`;

describe('a bundle without a code cache', () => {
  it('is compiled from its text', () => {
    expect(run()).toEqual({ sum: 5, where: bundle, cached: false });
  });
});

describe('a bundle with a code cache', () => {
  beforeEach(() => void run([], '', WRITE));

  const cacheFile = () => join(folder, readdirSync(folder).find((name) => name.endsWith('.cache')) ?? '');

  it('is run from the cache', () => {
    expect(run()).toEqual({ sum: 5, where: bundle, cached: true });
  });

  it.each([
    [['--max-old-space-size=300', '--max-semi-space-size=8', '--expose-gc'], ''],
    [['--max_old_space_size=300', '--max-http-header-size', '81920'], ''],
    [
      [
        '--max-semi-space-size=2',
        '--no-parallel-scavenge',
        '--use-largepages=silent',
        '--disable-warning=DEP0040',
        '--enable-source-maps',
      ],
      '--trace-warnings',
    ],
    [[], '--max-old-space-size=300'],
  ])(
    'is run from the cache with options that do not change the compiled code: %j %s',
    (options, variable) => {
      expect(run(options, variable)).toEqual({ sum: 5, where: bundle, cached: true });
    },
  );

  it.each([
    [['--no-lazy'], ''],
    [['--max-old-space-size=300', '--no-lazy'], ''],
    [['--max-old-space-size=300'], '--stack-trace-limit=5'],
  ])('is compiled from its text if other options of V8 are set: %j %s', (options, variable) => {
    expect(run(options, variable)).toEqual({ sum: 5, where: bundle, cached: false });
  });

  it.each([
    ['is empty', () => Buffer.alloc(0)],
    ['is cut off', (cache: Buffer) => cache.subarray(0, cache.length / 2)],
    ['is of another text', (cache: Buffer) => Buffer.from(cache).fill(1, 8, 12)],
    ['is of another version', (cache: Buffer) => Buffer.from(cache).fill(1, 4, 8)],
  ])('is compiled from its text if the cache %s', (_case, damage) => {
    writeFileSync(cacheFile(), damage(readFileSync(cacheFile())));
    expect(run()).toEqual({ sum: 5, where: bundle, cached: false });
    expect(run(['--max-old-space-size=300'])).toEqual({ sum: 5, where: bundle, cached: false });
  });
});
