import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { instructions } from './demo.instructions';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;

/** `npm run demo`: the embedded pool and the service in front of it, until Ctrl-C. Resolves to the exit status. */
async function demo(): Promise<number> {
  const port = Number(process.env['PORT'] ?? '3000');
  const obstacle = await findObstacle(port);
  if (obstacle !== undefined) return fail(obstacle);

  // Loaded only now: where the demo must not run, its development dependencies are not installed.
  const { startEmbeddedPool } = require('./embedded-pool') as typeof import('./embedded-pool');
  // On `localhost`: browsers refuse passkeys for an IP address.
  const publicUrl = `http://localhost:${port}`;
  const pool = await startEmbeddedPool({
    publicUrl,
    onMessage: ({ source, username, code }) => console.log(`[pool] ${source} for ${username}: ${code}`),
  });
  const service = startService({ ...pool.browserEnv(), PORT: String(port) });
  showReadably(service.stdout);
  const stopped = stopOnSignal(service);
  const ended = exitStatus(service);
  const ready = await Promise.race([isReady(port), ended.then(() => false)]);
  if (ready) console.log(instructions(publicUrl, pool));
  else if (service.exitCode === null && !stopped()) {
    console.error(`demo: the service was not ready within ${READY_TIMEOUT_MS / 1000} seconds`);
    service.kill('SIGTERM');
  }
  const status = await ended;
  await pool.close();
  return stopped() ? 0 : status;
}

/** Why the demo cannot start, in one line. */
async function findObstacle(port: number): Promise<string | undefined> {
  if (process.env['NODE_ENV'] === 'production') {
    return "demo: refuses to run with NODE_ENV=production, the pool's signing key is public";
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return 'demo: PORT must be a number from 1 to 65535';
  if (await isTaken(port)) return `demo: port ${port} is in use; choose another with PORT=<number>`;
  return undefined;
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, HOST, () => probe.close(() => resolve(false)));
  });
}

function startService(env: Record<string, string>): ChildProcessByStdio<null, Readable, null> {
  const root = path.join(__dirname, '..');
  const argv = [
    '--disable-warning=ExperimentalWarning',
    '-r',
    '@swc-node/register',
    path.join(root, 'src', 'main.ts'),
  ];
  return spawn(process.execPath, argv, {
    cwd: root,
    env: { ...withoutCloud(process.env), ...env, HOST, NODE_ENV: 'development' },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
}

/** The service writes JSON lines wherever it runs; here people read them. */
function showReadably(log: Readable): void {
  const { prettyFactory } = require('pino-pretty') as typeof import('pino-pretty');
  const pretty = prettyFactory({
    colorize: process.stdout.isTTY,
    singleLine: true,
    translateTime: 'HH:MM:ss',
  });
  createInterface(log).on('line', (line) => process.stdout.write(pretty(line)));
}

/** Without what may point at a real account or pool: a profile would win over the pool's dummy keys. */
function withoutCloud(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS|COGNITO)_/u.test(name)));
}

/** Passes Ctrl-C on. Returns whether that has happened. */
function stopOnSignal(service: ChildProcess): () => boolean {
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopped = true;
      service.kill('SIGTERM');
    });
  }
  return () => stopped;
}

function exitStatus(service: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    service.once('error', (error) => resolve(fail(`demo: ${error.message}`)));
    service.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

async function isReady(port: number): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    // Until it listens, the connection is refused; that is no failure yet.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await fetch(`http://${HOST}:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return true;
    // oxlint-disable-next-line no-await-in-loop
    await sleep(200);
  }
  return false;
}

function fail(line: string): number {
  console.error(line);
  return 1;
}

void demo().then(
  (status) => process.exit(status),
  (error: unknown) => process.exit(fail(`demo: ${error instanceof Error ? error.message : String(error)}`)),
);
