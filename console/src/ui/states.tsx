import type { ComponentChildren } from 'preact';
import { t } from '../messages/messages';
import { ErrorNote } from './error-note';
import type { Loaded } from './use-load';

/** A placeholder of grey lines. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div class="skeleton" key={line} />
      ))}
    </div>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}

interface Props<Data> {
  readonly of: Loaded<Data>;
  readonly lines?: number;
  readonly children: (data: Data) => ComponentChildren;
}

/** Shows loaded data, a placeholder until then, or the error with a button to retry. */
export function Show<Data>({ of, lines, children }: Props<Data>) {
  const { data, problem, isLoading, reload } = of;
  return (
    <>
      {problem && <ErrorNote problem={problem} {...(isRetryable(problem.code) && { onRetry: reload })} />}
      {data === undefined ? isLoading && <Loading {...(lines !== undefined && { lines })} /> : children(data)}
    </>
  );
}

const isRetryable = (code: string): boolean =>
  !['not_available_here', 'feature_not_enabled', 'forbidden', 'user_not_found', 'not_found'].includes(code);
