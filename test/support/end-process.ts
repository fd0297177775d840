import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that takes longer ignores the signal. */
const LIMIT_MS = 30_000;

/** Ends a child process, and kills it if it ignores the signal. Resolves once it has ended. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  await exited;
  clearTimeout(limit);
}

/** Whether a process has ended, by itself or by a signal. */
export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;
