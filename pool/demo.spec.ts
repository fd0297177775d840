import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../test/support/free-port';
import { until } from '../test/support/until';
import { instructions } from './demo.instructions';
import { CLIENTS } from './pool.facts';

function demo(env: Record<string, string>): { status: number | null; lines: string[] } {
  const argv = [
    '--disable-warning=ExperimentalWarning',
    '-r',
    '@swc-node/register',
    path.join(__dirname, 'demo.ts'),
  ];
  const { status, stderr } = spawnSync(process.execPath, argv, {
    cwd: path.join(__dirname, '..'),
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return { status, lines: stderr.trim().split('\n') };
}

describe('npm run demo', () => {
  it('refuses to run in production, with one line', () => {
    expect(demo({ NODE_ENV: 'production' })).toEqual({
      status: 1,
      lines: [expect.stringContaining('NODE_ENV=production')],
    });
  });

  it('reports in one line that the port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ended = demo({ PORT: String(port) });
    server.close();
    expect(ended).toEqual({ status: 1, lines: [expect.stringContaining(`port ${port} is in use`)] });
  });

  it('prints its instructions first, and then a line for each request', async () => {
    const port = await freePort();
    const argv = [
      '--disable-warning=ExperimentalWarning',
      '-r',
      '@swc-node/register',
      path.join(__dirname, 'demo.ts'),
    ];
    const running = spawn(process.execPath, argv, {
      cwd: path.join(__dirname, '..'),
      env: { PATH: process.env['PATH'], PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(running, 'exit') as Promise<[number]>;
    let screen = '';
    running.stdout.on('data', (data) => (screen += String(data)));
    try {
      await until('the instructions', () => screen.includes('Ctrl-C stops'), 60_000);
      expect(screen.trim()).toMatch(/^Lifeguard is ready/);
      await fetch(`http://127.0.0.1:${port}/health/live`);
      await until('the line of the request', () => screen.includes('/health/live'));
    } finally {
      // SIGTERM also stops its service, which would otherwise keep Jest from exiting.
      running.kill('SIGTERM');
    }
    expect((await exited)[0]).toBe(0);
  }, 90_000);

  it('prints commands with the actual port and password', () => {
    const text = instructions('http://localhost:4000', {
      passwords: { root: 'Secret-1' },
      endpoint: 'http://127.0.0.1:5000',
      clients: CLIENTS,
    });
    for (const page of ['account', 'console', 'docs'])
      expect(text).toContain(`http://localhost:4000/${page}`);
    expect(text).toContain('http://127.0.0.1:5000/oauth2/token');
    expect(text).toContain('{"username":"root","password":"Secret-1"}');
  });
});
