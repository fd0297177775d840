import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '../support/process';

const EVERY_MS = 20;

/** The effect of an attack on everyone else. */
export interface Harm {
  /**
   * The longest time that a known caller waited for a response, in milliseconds. Time in which the service
   * had no processor is excluded, because other processes caused it.
   */
  readonly longestWaitMs: number;
  /** Maximum memory of the process during the attack, minus that before it, in MiB. */
  readonly growthMiB: number;
}

/** Calls the service as a known caller during an attack, and watches the memory of the process. */
export async function duringAttack(
  service: ServiceProcess,
  token: string,
  attack: () => Promise<unknown>,
): Promise<Harm> {
  const before = residentMiB(service.pid);
  let [longestWaitMs, most] = [0, before];
  const over = new AbortController();
  const watch = async () => {
    while (!over.signal.aborted) {
      const busyBefore = processorMs(service.pid);
      const { status, ms } = await service.ask('/whoami', { token });
      if (status !== 200) throw new Error(`a known caller got ${status}`);
      longestWaitMs = Math.max(longestWaitMs, Math.min(ms, processorMs(service.pid) - busyBefore));
      most = Math.max(most, residentMiB(service.pid));
      await sleep(EVERY_MS);
    }
  };
  const watching = watch();
  try {
    await attack();
  } finally {
    over.abort();
    await watching;
  }
  return { longestWaitMs, growthMiB: most - before };
}

const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** The processor time that a process has used so far, in milliseconds; Linux counts it in hundredths of a second. */
function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}
