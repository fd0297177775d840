import type { Problem } from '../api/problem';
import { find, t } from '../messages/messages';
import { Button } from './button';

interface Props {
  readonly problem: Problem | undefined;
  readonly onRetry?: () => void;
  /** Paths of the fields that say themselves what is wrong with them. */
  readonly shownFields?: readonly string[];
}

/** What went wrong, where it did, with the id by which the operator finds it. */
export function ErrorNote({ problem, onRetry, shownFields = [] }: Props) {
  if (problem === undefined) return null;
  const others = problem.errors?.filter(({ path }) => !shownFields.includes(path)) ?? [];
  return (
    <div class="note error" role="alert">
      <p>{textOf(problem)}</p>
      {others.length > 0 && (
        <ul>
          {others.map(({ path, message }) => (
            <li key={path}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {problem.requestId !== undefined && (
        <p class="request-id">
          {t('error.requestId')} <code>{problem.requestId}</code>
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>}
    </div>
  );
}

/** A problem in a sentence: ours where the page knows its code, else the service's own. */
export function textOf(problem: Problem): string {
  const known = find(`problem.${problem.code}`);
  const detail = problem.detail ?? problem.title ?? '';
  if (known === undefined) return detail === '' ? t('error.unknown', { status: problem.status }) : detail;
  return known.replace('{detail}', detail).replace('{seconds}', String(problem.retryAfter ?? 30));
}

/** What is wrong with one field. */
export const faultOf = (problem: Problem | undefined, ...paths: string[]): string | undefined =>
  problem?.errors?.find(({ path }) => paths.includes(path))?.message;
