import { AttemptTimeout, CallerGone } from './failure';

/**
 * Gives `work` so many milliseconds, all of it: connecting, waiting, a body that drips, credentials that never come.
 * Its signal aborts when the time is up or the caller has gone, and the promise is rejected then, whether or not
 * `work` heeds the signal.
 *
 * @throws AttemptTimeout, CallerGone, or what `work` threw.
 */
export function withDeadline<Result>(
  milliseconds: number,
  callerGone: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (callerGone?.aborted) return Promise.reject(new CallerGone('The caller hung up'));
  const stop = new AbortController();
  const { promise, resolve, reject } = withResolvers<Result>();
  const end = (reason: Error) => {
    stop.abort(reason);
    reject(reason);
  };
  const onGone = () => end(new CallerGone('The caller hung up'));
  callerGone?.addEventListener('abort', onGone, { once: true });
  const timer = setTimeout(() => end(new AttemptTimeout(`No answer in ${milliseconds} ms`)), milliseconds);
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
