import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { blocksOf } from '../docs/typescript';
import { installWith, REQUIRED, type Installed } from './installed';
import type { Packed } from './packed';

const run = promisify(execFile);
const { ModuleKind, ModuleResolutionKind } = ts;

/** The packages that the README installs for its examples, and the compiler's types. */
const NAMED = [
  ...REQUIRED,
  '@nestjs/platform-express',
  '@nestjs/passport',
  '@types/node',
  '@types/passport',
  'ioredis',
  'passport',
] as const;

type Setting = readonly [module: ts.ModuleKind, resolution: ts.ModuleResolutionKind];

const SETTINGS: readonly (readonly [string, 'module' | 'commonjs', Setting])[] = [
  ['ES modules with node16', 'module', [ModuleKind.Node16, ModuleResolutionKind.Node16]],
  ['ES modules with nodenext', 'module', [ModuleKind.NodeNext, ModuleResolutionKind.NodeNext]],
  ['ES modules with bundler', 'module', [ModuleKind.ESNext, ModuleResolutionKind.Bundler]],
  ['CommonJS with nodenext', 'commonjs', [ModuleKind.NodeNext, ModuleResolutionKind.NodeNext]],
];

/** The compiler's messages about the files. The output goes to `dist` next to their folder. */
function compile(folder: string, files: readonly string[], [module, moduleResolution]: Setting): string[] {
  const program = ts.createProgram(
    files.map((name) => join(folder, name)),
    {
      module,
      moduleResolution,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      types: ['node'],
      typeRoots: [join(folder, '../node_modules/@types')],
      rootDir: join(folder, 'src'),
      outDir: join(folder, 'dist'),
      // Checking Nest's declarations is not the library's job.
      skipLibCheck: true,
    },
  );
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return faults.map(({ file, messageText }) =>
    [file?.fileName.slice(folder.length), ts.flattenDiagnosticMessageText(messageText, ' ')].join(': '),
  );
}

/** The README of the package, followed literally. */
export function newcomerSuite(packed: () => Packed): void {
  let installed: Installed;
  beforeAll(async () => {
    installed = await installWith(packed(), NAMED);
  });
  afterAll(() => installed.remove());

  /** Writes every TypeScript block of the README to the file that its first line names. */
  const writeBlocks = async (folder: string): Promise<string[]> => {
    const files = blocksOf('packages/auth/README.md').map(({ code }) => ({
      name: /^\/\/ (src\/\S+\.ts)\n/.exec(code)?.[1] ?? '',
      code,
    }));
    for (const { name, code } of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), code);
    }
    return files.map(({ name }) => name);
  };

  it.each(SETTINGS)(
    'leads with %s to an application that compiles, and a test that passes',
    async (name, type, setting) => {
      const folder = join(installed.folder, name.replaceAll(' ', '-'));
      const files = await writeBlocks(folder);
      await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
      expect(files).toEqual(expect.arrayContaining(['src/app.module.ts', 'src/orders.test.ts']));
      expect(compile(folder, files, setting)).toEqual([]);
      // Running it would need a bundler.
      const tests = setting[1] === ModuleResolutionKind.Bundler ? [] : ['dist/orders.test.js'];
      for (const test of tests) {
        const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', test], {
          cwd: folder,
          env: { PATH: process.env.PATH },
        });
        expect(stdout).toMatch(/^# pass 2\n# fail 0$/m);
      }
    },
  );
}
