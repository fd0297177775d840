import { call, type Answer } from '../../api/call';
import { t } from '../../messages/messages';
import { DeviceText, forgetDialog } from '../../sessions/device-text';
import { Button } from '../../ui/button';
import { RemovableList } from '../../ui/removable-list';
import { Section } from '../../ui/section';
import { usePages } from '../../ui/use-pages';
import { keyOf } from '../users/user-key';
import type { TabProps } from './user-detail';

type Device = Answer<'get', '/users/{username}/devices'>['items'][number];

export function DevicesTab({ user }: TabProps) {
  const name = keyOf(user);
  const devices = usePages<Device>(
    (cursor, signal) =>
      call('get', '/users/{username}/devices', {
        at: [name],
        query: { cursor },
        ...(signal && { signal }),
      }),
    [name],
  );
  return (
    <Section title={t('devices.title')} text={t('devices.text')}>
      <RemovableList
        of={devices}
        none={t('user.noDevices')}
        row={(device, onForget) => (
          <li key={device.key}>
            <DeviceText device={device} />
            <Button onClick={onForget}>{t('devices.forget')}</Button>
          </li>
        )}
        dialog={forgetDialog()}
        remove={({ key }) => call('delete', '/users/{username}/devices/{key}', { at: [name, key] })}
        removed={t('devices.forgotten')}
      />
    </Section>
  );
}
