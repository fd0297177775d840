import { useEffect } from 'preact/hooks';
import { t } from '../../messages/messages';
import { hrefOf } from '../../page/route';
import { Button } from '../../ui/button';
import { textOf } from '../../ui/error-note';
import { cancelJob, job, retryFailed, type Job } from './job';

/** Shows the progress of a job and the users for whom it failed. */
export function JobDock() {
  const current = job.value;
  const isRunning = current?.state === 'running';
  useEffect(() => {
    if (!isRunning) return undefined;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [isRunning]);
  if (current === undefined) return null;
  const { title, done, total, failed } = current;
  return (
    <section class="job-dock" aria-label={t('job.label')}>
      <div class="job-line">
        <strong>{title}</strong>
        <progress max={total} value={done} aria-label={title} />
        <span role="status">{summaryOf(current)}</span>
        <span class="buttons">
          {isRunning && <Button onClick={cancelJob}>{t('action.cancel')}</Button>}
          {!isRunning && failed.length > 0 && <Button onClick={retryFailed}>{t('job.retry')}</Button>}
          {!isRunning && <Button onClick={() => (job.value = undefined)}>{t('action.close')}</Button>}
        </span>
      </div>
      {failed.length > 0 && (
        <details open>
          <summary>{t('job.failures', { count: failed.length })}</summary>
          <ul class="failures">
            {failed.map(({ username, problem }) => (
              <li key={username}>
                <a href={hrefOf('users', username)}>{username}</a> {textOf(problem)}{' '}
                {problem.requestId !== undefined && <code class="muted">{problem.requestId}</code>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function summaryOf({ state, done, total, failed }: Job): string {
  const counts = { done: done - failed.length, total, failed: failed.length };
  if (state === 'cancelled') return t('job.cancelled', counts);
  return t(state === 'running' ? 'job.running' : 'job.finished', {
    ...counts,
    done: state === 'running' ? done : counts.done,
  });
}
