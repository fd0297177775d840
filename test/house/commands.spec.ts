import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/**
 * Every `npm run` command that is a program of this repository, with its arguments. Programs in `dist` belong to the image:
 * the service, which is configured by its environment, and the step that compiles it.
 */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) =>
  line.startsWith('node ') && !line.includes(' dist/') ? [[name, line.split(' ').slice(1)] as const] : [],
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
