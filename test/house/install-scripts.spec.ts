import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

describe('npm in this repository', () => {
  it('runs no script of a dependency at install', () => {
    const value = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: ROOT, encoding: 'utf8' });
    expect(value.trim()).toBe('true');
  });
});
