import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A start on a machine whose cores are all busy. */
const START_TIMEOUT_MS = 50_000;

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
    try {
      return new AcmeProcess(await issuerOf(child), child);
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

/** The address that the process prints, possibly after other lines, once it listens. */
async function issuerOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('Acme has no output');
  const lines = createInterface(stdout);
  let limit: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => line.startsWith('http://') && resolve(line));
      lines.once('close', () => reject(new Error('Acme ended')));
      const tooLate = new Error(`Acme did not start within ${START_TIMEOUT_MS} ms`);
      limit = setTimeout(() => reject(tooLate), START_TIMEOUT_MS);
    });
  } finally {
    clearTimeout(limit);
  }
}
