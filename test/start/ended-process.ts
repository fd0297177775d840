import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = path.join(__dirname, '..', '..');
/** A start on a machine whose cores are all busy. */
const LIMIT_MS = 50_000;

/** The output and status of a process that ended by itself. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** Runs a file of `src` with only this environment until it ends, and kills it if it does not. */
export async function runUntilEnd(file: string, environment: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, ['-r', '@swc-node/register', path.join('src', file)], {
    cwd: ROOT,
    // Node and the AWS SDK warn about old releases; these lines are not the service's.
    env: { PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1', HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  clearTimeout(limit);
  return { code: child.exitCode, stdout: lines(stdout), stderr: lines(stderr) };
}

const lines = (output: string): string[] => output.split('\n').filter((line) => line !== '');
