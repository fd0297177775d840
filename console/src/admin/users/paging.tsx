import { t } from '../../messages/messages';
import { go, hrefOf } from '../../page/route';
import { Button } from '../../ui/button';
import { LIMITS, type Asked } from './find-users';

interface Props {
  readonly asked: Asked;
  readonly trail: readonly string[];
  readonly nextCursor: string | undefined;
  readonly count: number;
}

/** The paging controls. Cognito's cursors only lead forward, so the trail of earlier cursors is kept for the way back. */
export function Paging({ asked: { search, status, cursor, limit }, trail, nextCursor, count }: Props) {
  const hrefTo = (to: string | undefined, size = String(limit)) =>
    hrefOf('users', undefined, { search, status, cursor: to, limit: size === LIMITS[0] ? '' : size });
  const isFirst = cursor === undefined;
  const back = () => {
    // A page that was opened by its URL has no trail, so `previous` leads to the first page.
    const before = trail.at(-1);
    go(hrefTo(before === '' ? undefined : before), { trail: trail.slice(0, -1) });
  };
  const next = () => go(hrefTo(nextCursor), { trail: [...trail, cursor ?? ''] });
  return (
    <nav class="paging" aria-label={t('paging.label')}>
      <span class="muted">{t('users.count', { count })}</span>
      <label class="filter">
        <span>{t('paging.size')}</span>
        <select value={String(limit)} onChange={(event) => go(hrefTo(undefined, event.currentTarget.value))}>
          {LIMITS.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </label>
      <Button data-key="[" reason={isFirst ? t('paging.first') : undefined} onClick={back}>
        {t('paging.previous')}
      </Button>
      <Button data-key="]" reason={nextCursor === undefined ? t('paging.last') : undefined} onClick={next}>
        {t('paging.next')}
      </Button>
    </nav>
  );
}
