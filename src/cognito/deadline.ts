import { AttemptTimeout, CallerDisconnected } from './failure';

/**
 * Limits the time of `work`, including connecting, a slow body and resolving credentials. When the time is up or the caller
 * has disconnected, the signal aborts and the promise rejects, whether or not `work` listens to the signal.
 *
 * @throws AttemptTimeout, CallerDisconnected, or what `work` threw.
 */
export function withDeadline<Result>(
  milliseconds: number,
  callerGone: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (callerGone?.aborted) return Promise.reject(new CallerDisconnected('The caller disconnected'));
  const stop = new AbortController();
  const { promise, resolve, reject } = withResolvers<Result>();
  const end = (reason: Error) => {
    stop.abort(reason);
    reject(reason);
  };
  const onGone = () => end(new CallerDisconnected('The caller disconnected'));
  callerGone?.addEventListener('abort', onGone, { once: true });
  const timer = setTimeout(
    () => end(new AttemptTimeout(`No response within ${milliseconds} ms`)),
    milliseconds,
  );
  work(stop.signal).then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    callerGone?.removeEventListener('abort', onGone);
  });
}

// Promise.withResolvers is not in Node 20.
function withResolvers<Result>() {
  let resolve!: (result: Result) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Result>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
