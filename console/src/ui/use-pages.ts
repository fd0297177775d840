import { useState } from 'preact/hooks';
import { toProblem, type Problem } from '../api/problem';
import { useLoad, type Loaded } from './use-load';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

export interface Pages<Item> extends Loaded<Page<Item>> {
  readonly more: () => void;
  readonly isLoadingMore: boolean;
  readonly moreProblem: Problem | undefined;
}

/** Loads a list page by page. */
export function usePages<Item>(
  load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<Item>>,
  inputs: readonly unknown[],
): Pages<Item> {
  const first = useLoad<Page<Item>>((signal) => load(undefined, signal), inputs);
  const [state, setState] = useState<{ isLoading: boolean; problem?: Problem }>({ isLoading: false });
  const more = () => {
    const { data } = first;
    if (data?.nextCursor === undefined || state.isLoading) return;
    setState({ isLoading: true });
    const append = ({ items, nextCursor }: Page<Item>): void => {
      first.set({ items: [...data.items, ...items], nextCursor });
      setState({ isLoading: false });
    };
    load(data.nextCursor)
      .then(append)
      .catch((error: unknown) => setState({ isLoading: false, problem: toProblem(error) }));
  };
  return { ...first, more, isLoadingMore: state.isLoading, moreProblem: state.problem };
}
