import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAborted, toProblem, type Problem } from '../api/problem';

export interface Loaded<Data> {
  /** The data loaded last; kept while it is loaded again. */
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
  /** Replaces the data until it is loaded again. */
  readonly set: (data: Data) => void;
}

/** Loads data on first render and when `inputs` change. A late response to an earlier request is dropped. */
export function useLoad<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  inputs: readonly unknown[],
): Loaded<Data> {
  const [state, setState] = useState<{ data?: Data; problem?: Problem; isLoading: boolean }>({
    isLoading: true,
  });
  const current = useRef<AbortController>(undefined);
  const start = useCallback(() => {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    setState(({ data }) => ({ ...(data !== undefined && { data }), isLoading: true }));
    load(control.signal).then(
      (data) => !control.signal.aborted && setState({ data, isLoading: false }),
      (error: unknown) => {
        if (control.signal.aborted || isAborted(error)) return;
        setState(({ data }) => ({
          ...(data !== undefined && { data }),
          problem: toProblem(error),
          isLoading: false,
        }));
      },
    );
  }, inputs);
  useEffect(() => {
    start();
    return () => current.current?.abort();
  }, [start]);
  const set = useCallback((data: Data) => setState({ data, isLoading: false }), []);
  return { data: state.data, problem: state.problem, isLoading: state.isLoading, reload: start, set };
}
