import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';

const ROOT = join(__dirname, '..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trigger-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (argv: readonly string[], cwd = ROOT): Promise<Ended> =>
  new Promise((resolve) => {
    const node = ['--disable-warning=ExperimentalWarning', ...argv];
    execFile(process.execPath, node, { cwd }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });

const command = (name: string, ...options: string[]): Promise<Ended> =>
  run(['-r', '@swc-node/register', join('trigger', `${name}.cli.ts`), ...options]);

const withRules = async (text: string): Promise<string> => {
  const file = join(folder, 'rules.yaml');
  await writeFile(file, text);
  return file;
};

describe('npm run trigger', () => {
  it('prints the tokens of a user before and after the rules', async () => {
    const { status, stdout } = await command('simulate', '--user', 'bob', '--json');
    expect(status).toBe(0);
    const { before, after, dropped } = JSON.parse(stdout) as Record<
      string,
      Record<string, Record<string, unknown>>
    >;
    expect(before?.['access']?.['scope']).toBe('aws.cognito.signin.user.admin');
    expect(after?.['access']).toMatchObject({
      scope: 'aws.cognito.signin.user.admin orders/read',
      roles: ['agent', 'reader'],
    });
    expect(dropped).toEqual([]);
  });

  it('changes nothing for a user to whom no rule applies', async () => {
    const { stdout } = await command('simulate', '--user', 'alice', '--json');
    const { before, after } = JSON.parse(stdout) as Record<string, unknown>;
    expect(after).toEqual(before);
  });

  it('prints the tokens for an event in a file, and the changes that Cognito would drop', async () => {
    const file = join(folder, 'event.json');
    const event = {
      version: '2',
      triggerSource: 'TokenGeneration_RefreshTokens',
      userName: 'zoe',
      callerContext: { clientId: 'web' },
      request: { userAttributes: { sub: '1' }, groupConfiguration: { groupsToOverride: ['support'] } },
    };
    await writeFile(file, JSON.stringify(event));
    const { status, stdout } = await command('simulate', '--event', file);
    expect(status).toBe(0);
    expect(stdout).toContain('+ roles: ["agent","reader"]');
    expect(stdout).toContain('Cognito drops nothing.');
  });

  it.each([
    [['--user', 'nobody'], 'no user nobody'],
    [[], 'Name a user'],
    [['--event', '/does/not/exist'], 'ENOENT'],
    [['--colour'], "Unknown option '--colour'"],
  ])('ends with status 1 and one clear message for %j', async (options, expected) => {
    const { status, stderr } = await command('simulate', ...options);
    expect(status).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('    at ');
  });
});

describe('npm run trigger:build', () => {
  it('builds one file without dependencies that answers events of every version', async () => {
    const out = join(folder, 'out');
    const { status, stdout } = await command('build', '--out', out);
    expect(status).toBe(0);
    expect(stdout).toContain('no app client may write them: custom:tenant');
    const alone = await mkdtemp(join(folder, 'alone-'));
    const zip = unzipSync(await readFile(join(out, 'trigger.zip')));
    expect(Object.keys(zip)).toEqual(['index.mjs']);
    await writeFile(join(alone, 'index.mjs'), zip['index.mjs'] as Uint8Array);
    const events = ['1', '2', '3'].map((version) => ({
      version,
      triggerSource: 'TokenGeneration_Authentication',
      request: {
        userAttributes: {},
        groupConfiguration: { groupsToOverride: ['support'], preferredRole: null },
      },
      response: {},
    }));
    const script =
      `const { handler } = require('./index.mjs');` +
      `Promise.all(${JSON.stringify(events)}.map(handler)).then((a) => console.log(JSON.stringify(a.map((x) => x.response))))`;
    const answer = await run(['-e', script], alone);
    expect(await readdir(alone)).toEqual(['index.mjs']);
    const [first, second, third] = JSON.parse(answer.stdout) as Record<string, unknown>[];
    expect(first).toEqual({
      claimsOverrideDetails: { claimsToAddOrOverride: {}, claimsToSuppress: ['address', 'birthdate'] },
    });
    expect(second).toHaveProperty('claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd', [
      'orders/read',
    ]);
    expect(third).toEqual(second);
  });

  it('ends with status 1 and names file and line of every problem', async () => {
    const rules = await withRules(
      'rules:\n  - access:\n      claims:\n        sub: x\n      addScopes: ["a b"]\n  - groups: [admin]\n',
    );
    const { status, stderr } = await command('build', '--rules', rules, '--check');
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/rules\.yaml:4: /),
      expect.stringMatching(/rules\.yaml:5: /),
      expect.stringMatching(/rules\.yaml:6: /),
    ]);
  });
});
