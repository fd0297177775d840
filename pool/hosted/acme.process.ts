import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const START_TIMEOUT_MS = 20_000;

/** Runs the identity provider "Acme" in a process of its own; see `acme.provider.mjs`. */
export class AcmeProcess {
  private constructor(
    readonly issuer: string,
    private readonly child: ChildProcess,
  ) {}

  /** @throws Error if it does not start */
  static async start(redirectUri: string, clientId: string, clientSecret: string): Promise<AcmeProcess> {
    const program = path.join(__dirname, 'acme.provider.mjs');
    const child = spawn(process.execPath, [program, redirectUri, clientId, clientSecret], {
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      env: { PATH: process.env['PATH'] },
    });
    if (!child.stdout) throw new Error('Acme has no output');
    const lines = createInterface(child.stdout);
    const signal = AbortSignal.timeout(START_TIMEOUT_MS);
    try {
      for (;;) {
        const [line] = (await Promise.race([
          once(lines, 'line', { signal }),
          once(child, 'exit', { signal }).then(() => Promise.reject(new Error('Acme exited'))),
        ])) as [string];
        if (line.startsWith('http://')) return new AcmeProcess(line, child);
      }
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
