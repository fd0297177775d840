import { t } from '../messages/messages';
import { Button } from './button';
import { ErrorNote } from './error-note';
import type { Pages } from './use-pages';

/** The button that loads the next page of a list, if there is one. */
export function More<Item>({
  cursor,
  of,
}: {
  readonly cursor: string | undefined;
  readonly of: Pages<Item>;
}) {
  return (
    <>
      <ErrorNote problem={of.moreProblem} />
      {cursor !== undefined && (
        <Button busy={of.isLoadingMore} onClick={of.more}>
          {t('action.more')}
        </Button>
      )}
    </>
  );
}
