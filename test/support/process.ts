import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './until';

const ROOT = path.join(__dirname, '..', '..');
const START_MS = 30_000;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** How long after its last signal, in milliseconds. */
  readonly afterMs: number;
}

export interface ProcessCall {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An answer with its body, parsed where it is JSON, and how long it took. */
export interface ProcessAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly ms: number;
}

/** The real service as a process of its own. */
export class ServiceProcess {
  /** What it wrote, line by line. */
  readonly log: string[] = [];
  readonly exited: Promise<Exit>;
  #signalledAt = Date.now();
  #url: string | undefined;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => this.log.push(line));
    this.exited = once(child, 'exit').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      afterMs: Date.now() - this.#signalledAt,
    }));
  }

  /** Starts it with this environment and nothing else; resolves once it listens. */
  static async start(environment: Record<string, string>): Promise<ServiceProcess> {
    const argv = [
      '--disable-warning=ExperimentalWarning',
      '-r',
      '@swc-node/register',
      path.join('src', 'main.ts'),
    ];
    const env = { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', ...environment };
    const service = new ServiceProcess(spawn(process.execPath, argv, { cwd: ROOT, env, stdio: 'pipe' }));
    try {
      service.#url = await until('the service listens', () => service.#listensAt(), START_MS);
    } catch (error) {
      service.child.kill('SIGKILL');
      throw error;
    }
    return service;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The service did not start');
    return this.child.pid;
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('The service does not listen yet');
    return this.#url;
  }

  /** Resolves once it says that it is ready. */
  async ready(ms = START_MS): Promise<this> {
    await until('the service is ready', () => this.isReady(), ms);
    return this;
  }

  async isReady(): Promise<boolean> {
    return (await this.call('/health/ready')).status === 200;
  }

  async call(
    route: string,
    { method = 'GET', token, body, headers }: ProcessCall = {},
  ): Promise<ProcessAnswer> {
    const start = performance.now();
    const response = await fetch(this.url + route, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
      ms: performance.now() - start,
    };
  }

  signal(signal: NodeJS.Signals): void {
    this.#signalledAt = Date.now();
    this.child.kill(signal);
  }

  /** Ends it as a supervisor does. */
  async stop(): Promise<Exit> {
    if (this.child.exitCode === null) this.signal('SIGTERM');
    return this.exited;
  }

  #listensAt(): string | undefined {
    if (this.child.exitCode !== null) throw new Error(`The service ended:\n${this.log.join('\n')}`);
    const line = this.log.find((each) => each.includes('"msg":"listening"'));
    if (line === undefined) return undefined;
    const { port } = JSON.parse(line) as { port: number };
    return `http://127.0.0.1:${port}`;
  }
}
