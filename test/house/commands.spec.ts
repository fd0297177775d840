import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Not a command of this repository, but the service itself, which is configured by its environment. */
const SERVICE = 'start';

/** Every `npm run` command that is a program of this repository, with its arguments. */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) =>
  line.startsWith('node ') && name !== SERVICE ? [[name, line.split(' ').slice(1)] as const] : [],
);

describe('npm run', () => {
  it.each(COMMANDS)('%s explains itself with --help, and does nothing else', (_name, args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--help'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // A sentence, and the usage.
    expect(stdout).toMatch(/^[A-Z].{40,}/m);
    expect(stdout).toMatch(/npm run|node \S+\.mjs/);
  });
});
