import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const SOURCE = join(ROOT, 'packages/auth');

/** `lifeguard-auth` as npm packs it, installed in a separate folder with the example applications. */
export interface Packed {
  readonly folder: string;
  /** The files of the tarball, sorted. */
  readonly files: readonly string[];
  /** The size of the tarball, in bytes. */
  readonly size: number;
  remove(): Promise<void>;
}

export async function packAndInstall(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeguard-packed-'));
  const { tarball, files, size } = await pack(join(folder, 'package'));
  await install(tarball, folder);
  return { folder, files, size, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Builds with the script of the package into a separate folder, because other tests may read the build in the
 * workspace.
 */
async function pack(folder: string): Promise<{ tarball: string; files: string[]; size: number }> {
  await mkdir(folder);
  const { scripts } = JSON.parse(await readFile(join(SOURCE, 'package.json'), 'utf8')) as {
    scripts: { build: string };
  };
  const commands = scripts.build.split(' && ').filter((command) => command.startsWith('tsc '));
  for (const command of commands) {
    const [, ...options] = command.split(' ');
    await run(process.execPath, [TSC, ...options, '--outDir', join(folder, 'dist')], { cwd: SOURCE });
  }
  for (const name of ['package.json', 'README.md']) await cp(join(SOURCE, name), join(folder, name));
  await run(process.execPath, [join(SOURCE, 'prune-types.mjs'), folder]);
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts'], { cwd: folder });
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }];
  const files = packed.files.map(({ path }) => path).toSorted();
  return { tarball: join(folder, packed.filename), files, size: packed.size };
}

/** Other packages of the examples are linked, so that there is one copy of each and nothing is downloaded. */
async function install(tarball: string, folder: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'lifeguard-auth');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const name of await readdir(join(ROOT, 'node_modules')))
    if (name !== 'lifeguard-auth' && !name.startsWith('.'))
      await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  await cp(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
  await cp(join(__dirname, 'applications'), join(folder, 'applications'), { recursive: true });
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'ES2023',
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
      },
    }),
  );
}
