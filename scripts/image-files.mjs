/**
 * Executes the Dockerfile's steps in a clean folder and prints what the image would contain. The tests use it where
 * no container engine is available; `.github/workflows/ci.yaml` builds and starts the real image.
 *
 *   node scripts/image-files.mjs <folder> [--modules node_modules]
 *
 * <folder> is created, with one folder for each stage. Standard output is JSON: `root` (the last stage's folder), `workdir`,
 * `env`, `user`, `cmd`, `commands` (each RUN, in order) and `files` (paths inside the image).
 * `--modules` replaces the first, full `npm ci` with links to the packages installed there.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyOf, ignoredBy, stagesOf } from './dockerfile.mjs';
import { answerHelp } from './help.mjs';

answerHelp(import.meta.url);

const CONTEXT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const FULL_INSTALL = 'npm ci';
const commands = [];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { modules: { type: 'string' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Usage: node scripts/image-files.mjs <folder>');

const stages = stagesOf(readFileSync(join(CONTEXT, 'Dockerfile'), 'utf8'));
const ignored = ignoredBy(readFileSync(join(CONTEXT, '.dockerignore'), 'utf8'));
const built = new Map();
for (const [index, { name, steps }] of stages.entries()) {
  const root = resolve(folder, `${index}-${name}`);
  mkdirSync(root, { recursive: true });
  const stage = { root, workdir: '/', env: {}, user: 'root', cmd: [] };
  built.set(name, stage);
  for (const step of steps) execute(step, stage);
}

const image = [...built.values()].at(-1);
process.stdout.write(`${JSON.stringify({ ...image, commands, files: filesUnder(image.root) }, null, 2)}\n`);

function execute({ instruction, text }, stage) {
  switch (instruction) {
    case 'WORKDIR':
      stage.workdir = posix.resolve(stage.workdir, text);
      mkdirSync(inside(stage, '.'), { recursive: true });
      return;
    case 'COPY':
      return copy(copyOf(text), stage);
    case 'RUN':
      return run(text, stage);
    case 'ENV':
      Object.assign(stage.env, Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('='))));
      return;
    case 'USER':
      stage.user = text;
      return;
    case 'CMD':
      stage.cmd = JSON.parse(text);
      return;
    // These instructions do not change files.
    case 'ARG':
    case 'LABEL':
    case 'EXPOSE':
    case 'STOPSIGNAL':
    case 'HEALTHCHECK':
      return;
    default:
      throw new Error(`${instruction} is not supported`);
  }
}

/** The path on this machine for a path in the image. */
function inside({ root, workdir }, path) {
  return join(root, posix.resolve(workdir, path));
}

function copy({ from, sources, target }, stage) {
  const intoFolder = target.endsWith('/') || sources.length > 1;
  for (const source of sources) {
    const found = from === undefined ? join(CONTEXT, source) : inside(stageNamed(from), source);
    if (!existsSync(found) || (from === undefined && ignored(source)))
      throw new Error(`COPY: ${source} does not exist in ${from ?? 'the build context'}`);
    const isFolder = lstatSync(found).isDirectory();
    cpSync(
      found,
      inside(stage, intoFolder && !isFolder ? posix.join(target, posix.basename(source)) : target),
      {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => from !== undefined || !ignored(relative(CONTEXT, path)),
      },
    );
  }
}

function stageNamed(name) {
  const stage = built.get(name);
  if (stage === undefined) throw new Error(`COPY: unknown stage ${name}`);
  return stage;
}

// Commands run on this machine and can reach more than the stage's folder, so only npm is allowed.
function run(command, stage) {
  if (!/^npm [\w=: -]+$/.test(command)) throw new Error(`RUN ${command} is not supported`);
  commands.push(command);
  if (command === FULL_INSTALL && values.modules !== undefined) {
    linkModules(resolve(values.modules), inside(stage, 'node_modules'));
    return;
  }
  const { PATH, HOME } = process.env;
  execFileSync('sh', ['-c', command], {
    cwd: inside(stage, '.'),
    env: { PATH, HOME, ...stage.env },
    stdio: ['ignore', process.stderr, process.stderr],
  });
}

/** Links the installed packages. The relative links of workspaces are copied, so they point to the stage's own sources. */
function linkModules(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    symlinkSync(entry.isSymbolicLink() ? readlinkSync(source) : source, join(to, entry.name));
  }
}

/** The files of the image, by their paths in it. */
function filesUnder(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `/${relative(root, join(entry.parentPath, entry.name))}`)
    .toSorted();
}
