import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RouteFile } from '../../src/access/portable-routes';

const ROOT = path.join(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'routes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(file: 'routes.ts' | 'can.ts', ...args: string[]) {
  const argv = ['-r', '@swc-node/register', path.join('src', file), ...args];
  const env = { PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, env, encoding: 'utf8' });
  return { status, stdout, stderr, lines: stdout.trimEnd().split('\n') };
}

describe('npm run routes', () => {
  let printed: string;
  let routes: RouteFile;
  beforeAll(() => {
    printed = run('routes.ts', '--json').stdout;
    routes = JSON.parse(printed) as RouteFile;
  });
  const fileOf = (changed: RouteFile): string => {
    const file = path.join(folder, 'older.json');
    writeFileSync(file, JSON.stringify(changed));
    return file;
  };
  const without = (name: string): RouteFile => ({
    ...routes,
    routes: routes.routes.filter((route) => `${route.method} ${route.path}` !== name),
  });

  it('prints the same JSON each time, sorted by path and method', () => {
    expect(run('routes.ts', '--json').stdout).toBe(printed);
    const keys = routes.routes.map((route) => `${route.path} ${route.method}`);
    expect(keys).toEqual(keys.toSorted());
    expect(routes.routes.find((route) => route.path === '/me')?.access).toEqual({
      kind: 'token',
      policy: { kind: 'scope', names: ['aws.cognito.signin.user.admin'] },
    });
  });

  it('prints that nothing changed since an older file', () => {
    const { status, lines } = run('routes.ts', '--diff', fileOf(routes), '--fail-on', 'wider');
    expect([status, lines.filter((line) => !line.startsWith('same'))]).toEqual([0, []]);
  });

  it('prints who may call a route that was opened, and exits with 1 with --fail-on wider', () => {
    const older = {
      ...routes,
      routes: routes.routes.map((route) =>
        `${route.method} ${route.path}` === 'GET /users'
          ? { ...route, access: { kind: 'token', policy: { kind: 'group', names: ['admin'] } } as const }
          : route,
      ),
    };
    const asked = run('routes.ts', '--diff', fileOf(older), '--fail-on', 'wider');
    const at = asked.lines.indexOf('wider  GET /users');
    expect(asked.lines[at + 1]).toBe('  + admits now: a machine with scope `lifeguard/users.read`');
    expect([asked.status, run('routes.ts', '--diff', fileOf(older)).status]).toEqual([1, 0]);
  });

  it('counts a new public route as opened, but not a new guarded one', () => {
    const open = run('routes.ts', '--diff', fileOf(without('GET /health/live')), '--fail-on', 'wider');
    expect([open.status, open.lines]).toEqual([
      1,
      expect.arrayContaining(['added  GET /health/live  (public)']),
    ]);
    const guarded = run('routes.ts', '--diff', fileOf(without('GET /whoami')), '--fail-on', 'wider');
    expect([guarded.status, guarded.lines]).toEqual([0, expect.arrayContaining(['added  GET /whoami'])]);
  });

  it.each([
    [['--diff', '/no/such/file'], /no such file/],
    [['--diff', path.join(ROOT, 'package.json')], /is not what `npm run routes -- --json` writes/],
    [['--fail-on', 'wider'], /needs --diff/],
    [['--diff', 'x', '--fail-on', 'narrower'], /takes the word wider/],
    [['--surprise'], /npm run routes/],
  ])('refuses %j with status 1', (args, message) => {
    const { status, stderr } = run('routes.ts', ...args);
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});

describe('npm run can', () => {
  it('prints the tree', () => {
    expect(run('can.ts', 'GET', '/users', '--group', 'support')).toMatchObject({
      status: 0,
      lines: [
        'no: GET /users',
        '  ✗ any of',
        '    ✗ group `admin`',
        '    ✗ all of',
        '      ✗ a machine (client credentials)',
        '      ✗ scope `lifeguard/users.read`',
      ],
    });
  });

  it('prints JSON', () => {
    const { stdout } = run(
      'can.ts',
      'get',
      '/users/bob',
      '--machine',
      '--scope',
      'lifeguard/users.read',
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ route: 'GET /users/{username}', allowed: true, notes: [] });
  });

  it.each([
    [['GET', '/no/such/route'], /There is no route GET/],
    [['GET'], /Name a method and a path/],
    [['GET', '/users', '--claim', 'tenant'], /is not name=value/],
    [['GET', '/users', '--token', 'x'], /npm run can/],
  ])('refuses %j with status 1', (args, message) => {
    const { status, stderr } = run('can.ts', ...args);
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it.each(['can.ts', 'routes.ts'] as const)('has --help (%s)', (file) => {
    const { status, stdout } = run(file, '--help');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Exit status')]);
  });
});
