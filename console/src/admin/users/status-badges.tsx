import { find, t } from '../../messages/messages';
import { Badge } from '../../ui/badge';

/** What is as it should be has no colour, so that the rest is seen. */
const TONES: Readonly<Record<string, 'info' | undefined>> = {
  CONFIRMED: undefined,
  EXTERNAL_PROVIDER: 'info',
};

const toneOf = (status: string) => (Object.hasOwn(TONES, status) ? TONES[status] : 'warn');

/** What a user is in the pool: their status, and that they are disabled where they are. */
export function StatusBadges({
  user,
}: {
  readonly user: { readonly enabled: boolean; readonly status: string };
}) {
  return (
    <span class="badges">
      {!user.enabled && <Badge tone="danger">{t('status.Disabled')}</Badge>}
      <Badge tone={toneOf(user.status)}>{find(`status.${user.status}`) ?? user.status}</Badge>
    </span>
  );
}
