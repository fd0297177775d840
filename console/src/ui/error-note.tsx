import type { Problem } from '../api/problem';
import { find, t } from '../messages/messages';
import { Button } from './button';

interface Props {
  readonly problem: Problem | undefined;
  readonly onRetry?: () => void;
  /** Paths of fields that show their own errors. */
  readonly shownFields?: readonly string[];
}

/** An error message with the request id, by which the operator can find it in the log. */
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

/** The text for a problem: the page's own if it knows the code, else the service's. */
export function textOf(problem: Problem): string {
  const known = find(`problem.${problem.code}`);
  const detail = problem.detail ?? problem.title ?? '';
  if (known === undefined) return detail === '' ? t('error.unknown', { status: problem.status }) : detail;
  return known.replace('{detail}', detail).replace('{seconds}', String(problem.retryAfter ?? 30));
}

/** The error of one field. */
export const faultOf = (problem: Problem | undefined, ...paths: string[]): string | undefined =>
  problem?.errors?.find(({ path }) => paths.includes(path))?.message;
