import type { Answer } from '../api/call';
import { t } from '../messages/messages';
import { Badge } from '../ui/badge';
import { Time } from '../ui/time';

type Device = Answer<'get', '/me/devices'>['items'][number];

/** The description of a device. */
export function DeviceText({
  device: { key, name, status, lastIp, lastSeenAt },
}: {
  readonly device: Device;
}) {
  return (
    <div>
      <strong>{name ?? key}</strong>{' '}
      {status === 'remembered' && <Badge tone="ok">{t('devices.remembered')}</Badge>}
      <div class="muted">
        {lastIp !== undefined && `${lastIp} · `}
        {t('sessions.active')} <Time at={lastSeenAt} />
      </div>
    </div>
  );
}

/** The dialog before a device is forgotten. */
export const forgetDialog = () => ({
  title: ({ name, key }: Device) => t('devices.forgetTitle', { name: name ?? key }),
  text: t('devices.forgetText'),
  action: t('devices.forget'),
});
