import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..');

const permit = (...options: string[]) =>
  new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    const argv = [
      '--disable-warning=ExperimentalWarning',
      '-r',
      '@swc-node/register',
      'permit/permit.cli.ts',
    ];
    execFile(process.execPath, [...argv, ...options], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const question = ['--action', 'orders:read', '--resource', 'Order:7'];

describe('npm run permit', () => {
  it('prints the decision and the deciding policies', async () => {
    const allowed = await permit('--user', 'bob', ...question, '--json');
    expect(JSON.parse(allowed.stdout)).toEqual({ decision: 'allow', reasons: ['support-reads'], errors: [] });
    const denied = await permit('--user', 'alice', ...question);
    expect(denied).toMatchObject({ status: 0, stdout: 'deny\n  no policy permits it\n' });
  });

  it('accepts groups, claims and attributes instead of those of the demo', async () => {
    const attributes = '{"buyer":"User:root","tenant":"north"}';
    const more = ['--groups', 'support', '--claims', '{"tenant":"south"}', '--attributes', attributes];
    const { stdout } = await permit('--user', 'alice', ...question, ...more, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'deny', reasons: ['tenants-apart'] });
  });

  it.each([
    [['--user', 'nobody', ...question], 'The demo has no user nobody.'],
    [
      ['--user', 'bob', '--action', 'orders:raed', '--resource', 'Order:7'],
      'the schema has no action orders:raed',
    ],
    [
      ['--user', 'bob', '--action', 'orders:read', '--resource', 'Order'],
      'Order is not a resource such as Order:7',
    ],
    [['--user', 'bob', ...question, '--attributes', '{'], '--attributes: '],
    [['--user', 'bob'], 'Name a user or a machine, an action and a resource.'],
    [['--nonsense'], "Unknown option '--nonsense'"],
  ])('ends with status 1 and a clear message for %j', async (options, message) => {
    const { status, stderr } = await permit(...options);
    expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(stderr).not.toContain('    at ');
  });

  it('fails with the file and line of a case with another decision', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cases-'));
    const file = join(folder, 'wrong.test.yaml');
    const text = (expected: string) =>
      `cases:\n  - name: Bob reads\n    as: { user: bob }\n    action: orders:read\n    resource: Order:1\n    expect: ${expected}\n`;
    await writeFile(file, text('deny'));
    const { status, stdout } = await permit('--test', file);
    expect(status).toBe(1);
    expect(stdout).toContain(`${file}:2: expected deny, decided allow because of support-reads`);
    expect(stdout).toContain('0 passed, 1 failed');
    await writeFile(file, text('perhaps'));
    expect(await permit('--test', file)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expect'),
    });
    await rm(folder, { recursive: true });
  });
});
