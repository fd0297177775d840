import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const JEST = path.join(ROOT, 'node_modules/.bin/jest');

describe('the time limit of a suite', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'time-limit-'));
    const blocked = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
    writeFileSync(path.join(folder, 'blocked.spec.js'), `it('blocks its process', () => { ${blocked} });`);
    writeFileSync(path.join(folder, 'other.spec.js'), `it('passes', () => undefined);`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('ends the run and names the suite that blocks its process', () => {
    const config = {
      rootDir: folder,
      testRegex: '\\.spec\\.js$',
      transform: {},
      maxWorkers: 2,
      reporters: ['default', [path.join(ROOT, 'jest.time-limit.js'), { minutes: 0.05 }]],
    };
    const { status, stderr } = spawnSync(process.execPath, [JEST, '--config', JSON.stringify(config)], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stderr).toContain('PASS ./other.spec.js');
    expect(stderr).toContain('blocked.spec.js did not end within 0.05 minutes\n');
    expect(status).toBe(1);
  });
});
