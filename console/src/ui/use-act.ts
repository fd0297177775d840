import { useEffect, useRef, useState } from 'preact/hooks';
import { toProblem, type Problem } from '../api/problem';

export interface Act {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Runs an action unless one is running. Resolves to whether it succeeded. */
  readonly run: (what: () => Promise<void>) => Promise<boolean>;
  readonly forget: () => void;
}

/** Tracks an action of the user: whether it is running, and its problem. */
export function useAct(): Act {
  const [state, setState] = useState<{ busy: boolean; problem?: Problem }>({ busy: false });
  const isBusy = useRef(false);
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  const run = async (what: () => Promise<void>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setState({ busy: true });
    try {
      await what();
      if (isShown.current) setState({ busy: false });
      return true;
    } catch (error) {
      if (isShown.current) setState({ busy: false, problem: toProblem(error) });
      return false;
    } finally {
      isBusy.current = false;
    }
  };
  return { busy: state.busy, problem: state.problem, run, forget: () => setState({ busy: false }) };
}
