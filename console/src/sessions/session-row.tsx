import type { Answer } from '../api/call';
import { t } from '../messages/messages';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Time } from '../ui/time';

export type UserSession = Answer<'get', '/me/sessions'>['items'][number];

/** A row with one session of a user. */
export function SessionRow({
  session,
  onEnd,
}: {
  readonly session: UserSession;
  readonly onEnd: () => void;
}) {
  const { type, deviceType, lastCity, lastCountry, lastIp, createdAt, lastActiveAt, current } = session;
  const place = [lastCity, lastCountry, lastIp].filter(Boolean).join(', ');
  return (
    <li>
      <div>
        <strong>{deviceType ?? t(type === 'sso' ? 'sessions.sso' : 'sessions.token')}</strong>{' '}
        {current && <Badge tone="info">{t('sessions.current')}</Badge>}
        <div class="muted">
          {place !== '' && `${place} · `}
          {t('sessions.since')} <Time at={createdAt} />
          {lastActiveAt !== undefined && (
            <>
              {' · '}
              {t('sessions.active')} <Time at={lastActiveAt} />
            </>
          )}
        </div>
      </div>
      <Button reason={current ? t('sessions.currentReason') : undefined} onClick={onEnd}>
        {t('sessions.end')}
      </Button>
    </li>
  );
}
