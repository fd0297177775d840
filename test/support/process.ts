import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess, hasEnded } from './end-process';
import { TestService } from './test-service';
import { until } from './until';

const ROOT = path.join(__dirname, '..', '..');

/** How to start a program: in this folder, with these arguments of `node`. */
export interface Program {
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** The sources, or the built service that `SERVICE_MAIN` names, such as `dist/main.js`. */
const SERVICE: Program = {
  cwd: ROOT,
  argv: process.env.SERVICE_MAIN
    ? [process.env.SERVICE_MAIN]
    : ['--disable-warning=ExperimentalWarning', '-r', '@swc-node/register', path.join('src', 'main.ts')],
};

/** A start on a machine whose cores are all busy. */
const START_MS = 50_000;

/** How a process ended. Its log is complete. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** How long after its last signal, in milliseconds. */
  readonly afterMs: number;
}

/** The real service as a separate process. */
export class ServiceProcess extends TestService {
  readonly exited: Promise<Exit>;
  #signalledAt = Date.now();
  #url: string | undefined;

  private constructor(private readonly child: ChildProcess) {
    super([]);
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => this.log.push(line));
    const outputEnded = once(child, 'close');
    this.exited = once(child, 'exit').then(async ([code, signal]) => {
      const afterMs = Date.now() - this.#signalledAt;
      await outputEnded;
      return { code: code as number | null, signal: signal as NodeJS.Signals | null, afterMs };
    });
  }

  /** Starts it with only this environment; resolves once it listens. */
  static async start(
    environment: Record<string, string>,
    { cwd, argv }: Program = SERVICE,
  ): Promise<ServiceProcess> {
    const env = { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', ...environment };
    const service = new ServiceProcess(spawn(process.execPath, argv, { cwd, env, stdio: 'pipe' }));
    try {
      service.#url = await until('the service listens', () => service.#listensAt(), START_MS);
    } catch (error) {
      await endProcess(service.child, 'SIGKILL');
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

  /** Resolves once it reports that it is ready. */
  async ready(ms = START_MS): Promise<this> {
    await until('the service is ready', () => this.isReady(), ms);
    return this;
  }

  async isReady(): Promise<boolean> {
    return (await this.ask('/health/ready')).status === 200;
  }

  signal(signal: NodeJS.Signals): void {
    this.#signalledAt = Date.now();
    this.child.kill(signal);
  }

  /** Ends it as a supervisor would. */
  async stop(): Promise<Exit> {
    this.#signalledAt = Date.now();
    await endProcess(this.child);
    return this.exited;
  }

  async close(): Promise<void> {
    await this.stop();
    this.expectNothingSecretInLog();
  }

  async #listensAt(): Promise<string | undefined> {
    if (hasEnded(this.child)) {
      await this.exited;
      throw new Error(`The service ended:\n${this.log.join('\n')}`);
    }
    const line = this.log.find((each) => each.includes('"msg":"listening"'));
    if (line === undefined) return undefined;
    const { port } = JSON.parse(line) as { port: number };
    return `http://127.0.0.1:${port}`;
  }
}
