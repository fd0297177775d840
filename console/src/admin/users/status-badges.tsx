import { find, t } from '../../messages/messages';
import { Badge } from '../../ui/badge';

/** Normal states have no colour, so that the others stand out. */
const TONES: Readonly<Record<string, 'info' | undefined>> = {
  CONFIRMED: undefined,
  EXTERNAL_PROVIDER: 'info',
};

const toneOf = (status: string) => (Object.hasOwn(TONES, status) ? TONES[status] : 'warn');

/** The badges with a user's status, and whether they are disabled. */
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
