import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { instructions } from './demo.instructions';

const HELP = `npm run demo [-- --watch] [-- --inspect]
npm run dev

Starts the embedded pool with its users and the service that uses it, until Ctrl-C. Prints the addresses and the
passwords. The port is PORT, by default 3000.

  --watch     restarts the service when a source file changes, as npm run dev does
  others      are passed to the Node.js of the service, such as --inspect`;

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;

/**
 * `npm run demo` and `npm run dev`: runs the embedded pool and the service that uses it, until Ctrl-C.
 *
 * `--watch` restarts the service when a source file changes; other arguments, such as `--inspect`, are passed to its
 * Node.js.
 *
 * @returns the exit status
 */
async function demo(): Promise<number> {
  const port = Number(process.env['PORT'] ?? '3000');
  const obstacle = await findObstacle(port);
  if (obstacle !== undefined) return fail(obstacle);

  // Loaded late: if the demo refuses to run, its development dependencies may not be installed.
  const { startDemoIdentityPool, startDemoPool } = require('./demo.pool') as typeof import('./demo.pool');
  // On `localhost`: browsers refuse passkeys for an IP address.
  const publicUrl = `http://localhost:${port}`;
  const pool = await startDemoPool({
    publicUrl,
    onMessage: ({ source, username, code }) => console.log(`[pool] ${source} for ${username}: ${code}`),
  });
  const identityPool = await startDemoIdentityPool(pool);
  const service = startService({ ...pool.browserEnv(), ...identityPool.env(), PORT: String(port) });
  const log = readableLog(service.stdout);
  const stopped = stopOnSignal(service);
  const ended = exitStatus(service);
  const ready = await Promise.race([isReady(port), ended.then(() => false)]);
  if (ready) {
    console.log(instructions(publicUrl, pool));
    log.follow();
  } else {
    log.showAll();
    if (service.exitCode === null && !stopped()) {
      console.error(`demo: the service was not ready within ${READY_TIMEOUT_MS / 1000} seconds`);
      service.kill('SIGTERM');
    }
  }
  const status = await ended;
  await identityPool.close();
  await pool.close();
  return stopped() ? 0 : status;
}

/** The reason why the demo cannot start, in one line; undefined if it can. */
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
  const watched = ['src', 'packages/auth/src', 'examples/orders'].map(
    (folder) => `--watch-path=${path.join(root, folder)}`,
  );
  const argv = [
    '--disable-warning=ExperimentalWarning',
    ...process.argv
      .slice(2)
      .flatMap((option) =>
        option === '--watch' ? ['--watch', '--watch-preserve-output', ...watched] : [option],
      ),
    '-r',
    '@swc-node/register',
    // The service with the example module, whose orders demonstrate rules, claims and permissions.
    path.join(root, 'examples', 'orders', 'main.ts'),
  ];
  return spawn(process.execPath, argv, {
    cwd: root,
    env: { ...withoutCloud(process.env), ...env, HOST, NODE_ENV: 'development' },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
}

/** The log of the service, printed in a readable form. */
interface ReadableLog {
  /** Prints the warnings logged so far, and every line from now on. */
  follow(): void;
  /** Prints all lines, including those logged so far. */
  showAll(): void;
}

/** Holds back the log lines of the startup, so that the instructions are the first thing on the screen. */
function readableLog(log: Readable): ReadableLog {
  const { prettyFactory } = require('pino-pretty') as typeof import('pino-pretty');
  const pretty = prettyFactory({
    colorize: process.stdout.isTTY,
    singleLine: true,
    translateTime: 'HH:MM:ss',
  });
  let held: string[] | undefined = [];
  // The list of routes is left out: `npm run routes` prints it.
  const show = (line: string) => !line.includes('"msg":"route"') && process.stdout.write(pretty(line));
  createInterface(log).on('line', (line) => {
    if (held) held.push(line);
    else show(line);
  });
  return {
    follow: () => {
      for (const line of held ?? []) if (isWarning(line)) show(line);
      held = undefined;
    },
    showAll: () => {
      for (const line of held ?? []) show(line);
      held = undefined;
    },
  };
}

/** Whether a line is a warning or worse. A line that pino did not write counts as one. */
function isWarning(line: string): boolean {
  const [, level = '40'] = /^\{"level":(\d+)/.exec(line) ?? [];
  return Number(level) >= 40;
}

/** Removes variables that point to a real account or pool; a profile would take precedence over the pool's dummy keys. */
function withoutCloud(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS|COGNITO)_/u.test(name)));
}

/** Passes Ctrl-C on to the service. Returns a function that reports whether it was pressed. */
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
    // The connection is refused until the service listens.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await fetch(`http://${HOST}:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return true;
    // oxlint-disable-next-line no-await-in-loop
    await sleep(200);
  }
  return false;
}

function help(): Promise<number> {
  console.log(HELP);
  return Promise.resolve(0);
}

function fail(line: string): number {
  console.error(line);
  return 1;
}

void (process.argv.includes('--help') ? help() : demo()).then(
  (status) => process.exit(status),
  (error: unknown) => process.exit(fail(`demo: ${error instanceof Error ? error.message : String(error)}`)),
);
