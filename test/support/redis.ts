import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcess, hasEnded } from './end-process';
import { freePort } from './free-port';
import { describeWithProgram, findOnPath } from './installed-program';
import { until } from './until';

/** The server that the tests start: `REDIS_SERVER`, else the first `redis-server` or `valkey-server` on the PATH. */
const PROGRAM = process.env.REDIS_SERVER ?? findOnPath('redis-server', 'valkey-server');

/** `describe`, visibly skipped without a server, which CI must have. */
export function describeWithRedis(title: string, tests: () => void): void {
  const missing = 'no redis-server on the PATH, nor in REDIS_SERVER';
  describeWithProgram({ name: 'a Redis server', path: PROGRAM, missing }, title, tests);
}

/** A real Redis on a free port of this machine, without persistence: each start is empty. */
export class RedisServer {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'redis-'));
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  /** `options` as on the command line of redis-server. */
  static async start(...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Kills it, as if its machine had failed. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#process = undefined;
    await endProcess(running, 'SIGKILL');
  }

  /** Starts it, empty, at the same address. */
  async restart(): Promise<void> {
    if (PROGRAM === undefined) throw new Error('There is no redis-server');
    await this.kill();
    const port = this.options.includes('--tls-port') ? '0' : String(this.port);
    const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const given = this.options.map((option) => option.replace('<port>', String(this.port)));
    const started = spawn(PROGRAM, [...options, '--dir', this.#folder, ...given], { stdio: 'ignore' });
    this.#process = started;
    await until('Redis accepts connections', () => {
      if (hasEnded(started)) throw new Error(`Redis ended at once; is port ${this.port} in use?`);
      return accepts(this.port);
    });
  }

  /** Suspends it: connections stay open and nothing is answered. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
