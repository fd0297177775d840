import { signal } from '@preact/signals';
import { toProblem, type Problem } from '../../api/problem';

/** Number of users at a time: Cognito limits the calls of a whole account. */
const AT_ONCE = 4;
/** A refusal for haste is tried again so often, after the time that it names. */
const PATIENCE = 3;
const LONGEST_WAIT_SECONDS = 30;

export interface Failed {
  readonly username: string;
  readonly problem: Problem;
}

export interface Job {
  readonly title: string;
  readonly total: number;
  readonly done: number;
  readonly failed: readonly Failed[];
  readonly state: 'running' | 'cancelled' | 'finished';
  readonly act: (username: string) => Promise<unknown>;
  readonly onEnd: () => void;
}

/** One action for many users. It goes on while other views are looked at. */
export const job = signal<Job | undefined>(undefined);

/** Starts a job. There is one at a time. */
export function startJob(
  given: Pick<Job, 'title' | 'act' | 'onEnd'>,
  usernames: readonly string[],
): Promise<void> {
  job.value = { ...given, total: usernames.length, done: 0, failed: [], state: 'running' };
  return work([...usernames]);
}

/** Lets what has begun come to its end, and begins nothing more. */
export function cancelJob(): void {
  if (job.value?.state === 'running') job.value = { ...job.value, state: 'cancelled' };
}

/** Does the same once more for those for whom it failed. */
export function retryFailed(): void {
  const before = job.peek();
  if (before !== undefined)
    void startJob(
      before,
      before.failed.map(({ username }) => username),
    );
}

async function work(waiting: string[]): Promise<void> {
  const worker = async (): Promise<void> => {
    const username = isRunning() ? waiting.shift() : undefined;
    if (username === undefined) return;
    await one(username);
    return worker();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const current = job.peek();
  if (current?.state === 'running') job.value = { ...current, state: 'finished' };
  current?.onEnd();
}

async function one(username: string, attempt = 1): Promise<void> {
  const current = job.peek();
  if (current === undefined) return;
  try {
    await current.act(username);
    count();
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status === 429 && attempt < PATIENCE && isRunning()) {
      await pause(Math.min(problem.retryAfter ?? attempt, LONGEST_WAIT_SECONDS));
      return one(username, attempt + 1);
    }
    count({ username, problem });
  }
}

function count(failed?: Failed): void {
  const current = job.peek();
  if (current === undefined) return;
  job.value = {
    ...current,
    done: current.done + 1,
    failed: failed === undefined ? current.failed : [...current.failed, failed],
  };
}

const isRunning = (): boolean => job.peek()?.state === 'running';
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
