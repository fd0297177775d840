// Starts servers and the load generator, each in its own process and, if there are two cores, on its own core.
import { execFile, execFileSync, fork, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** The running servers, which are stopped if the benchmark fails or is interrupted. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const RETRY_MS = 2;
const START_MS = 30_000;

/** The cores that this process may use. */
function allowedCores() {
  if (!existsSync('/proc/self/status')) return [];
  const list = /Cpus_allowed_list:\s+(\S+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const [serverCore, loadCore] = hasTaskset() ? allowedCores() : [];

/** Whether the servers and the load generator have a core each. */
export const pinned = loadCore !== undefined;

/** Moves this process and its child processes to the core of the load generator. */
export function moveToLoadCore() {
  if (pinned)
    execFileSync('taskset', ['-a', '-cp', String(loadCore), String(process.pid)], { stdio: 'ignore' });
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a server and waits for its first response to `path`.
 *
 * @returns its port, its process id, and the time from the start of the process to the first response, in
 * milliseconds.
 */
export async function startServer(
  { entry, nodeOptions = [], env = {} },
  { path = '/health/live', token, ipc } = {},
) {
  const port = await freePort();
  const command = [process.execPath, ...nodeOptions, entry];
  if (pinned) command.unshift('taskset', '-c', String(serverCore));
  const startedAt = performance.now();
  const child = spawn(command[0], command.slice(1), {
    cwd: HERE,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', ...(ipc ? ['ipc'] : [])],
  });
  let ended = false;
  running.add(child);
  child.once('exit', () => {
    ended = true;
    running.delete(child);
  });
  const stop = () =>
    new Promise((resolve) => {
      if (ended) return resolve();
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });
  while ((await status(port, path, token)) !== 200) {
    if (ended || performance.now() - startedAt > START_MS) {
      await stop();
      throw new Error(`${entry} does not answer ${path}`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return { port, pid: child.pid, startMs: performance.now() - startedAt, child, stop };
}

/** The status of one response; undefined if nothing listens. */
export function status(port, path, token) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      const credentials = token === undefined ? '' : `authorization: Bearer ${token}\r\n`;
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${credentials}\r\n`);
    });
    socket.on('data', (data) => {
      resolve(Number(data.latin1Slice(9, 12)));
      socket.destroy();
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}

/** Starts the load generator; `run` takes the options described in `load.js`. */
export function startLoad() {
  const child = fork(new URL('load.js', import.meta.url));
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        child.once('message', ({ result, error }) => (error ? reject(new Error(error)) : resolve(result)));
        // JSON has no Infinity, so a missing bound means no bound.
        child.send({ ownCore: pinned, ...load });
      }),
    stop: () => child.disconnect(),
  };
}

/** Runs a script on the servers' core and returns its output. */
export async function onServerCore(script, ...args) {
  const command = [process.execPath, script, ...args];
  if (pinned) command.unshift('taskset', '-c', String(serverCore));
  const { stdout } = await promisify(execFile)(command[0], command.slice(1));
  return stdout;
}
