import { signal } from '@preact/signals';
import { toProblem, type Problem } from '../../api/problem';

/** Number of users processed at a time: Cognito limits the calls of a whole account. */
const CONCURRENCY = 4;
/** Maximum number of attempts for a call that is rate-limited. Each waits for the time in `Retry-After`. */
const MAX_ATTEMPTS = 3;
const MAX_WAIT_SECONDS = 30;

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

/** An action for many users. It continues while other views are open. */
export const job = signal<Job | undefined>(undefined);

/** Starts a job. Only one can run at a time. */
export function startJob(
  given: Pick<Job, 'title' | 'act' | 'onEnd'>,
  usernames: readonly string[],
): Promise<void> {
  job.value = { ...given, total: usernames.length, done: 0, failed: [], state: 'running' };
  return work([...usernames]);
}

/** Finishes the calls that have started, and starts no others. */
export function cancelJob(): void {
  if (job.value?.state === 'running') job.value = { ...job.value, state: 'cancelled' };
}

/** Repeats the action for the users for whom it failed. */
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
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
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
    if (problem.status === 429 && attempt < MAX_ATTEMPTS && isRunning()) {
      await pause(Math.min(problem.retryAfter ?? attempt, MAX_WAIT_SECONDS));
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
