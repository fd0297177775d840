import { useState } from 'preact/hooks';
import { call, type Answer } from '../../api/call';
import { t } from '../../messages/messages';
import { DeviceText } from '../../sessions/device-text';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { More } from '../../ui/more';
import { Section } from '../../ui/section';
import { Empty, Show } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { usePages } from '../../ui/use-pages';
import type { TabProps } from './user-detail';

type Device = Answer<'get', '/users/{username}/devices'>['items'][number];

export function DevicesTab({ user: { username } }: TabProps) {
  const devices = usePages<Device>(
    (cursor, signal) =>
      call('get', '/users/{username}/devices', {
        at: [username],
        query: { cursor },
        ...(signal && { signal }),
      }),
    [username],
  );
  const [forgotten, setForgotten] = useState<Device>();
  return (
    <Section title={t('devices.title')} text={t('devices.text')}>
      <Show of={devices}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{t('user.noDevices')}</Empty>}
            <ul class="rows">
              {items.map((device) => (
                <li key={device.key}>
                  <DeviceText device={device} />
                  <Button onClick={() => setForgotten(device)}>{t('devices.forget')}</Button>
                </li>
              ))}
            </ul>
            <More cursor={nextCursor} of={devices} />
          </>
        )}
      </Show>
      {forgotten && (
        <Confirm
          title={t('devices.forgetTitle', { name: forgotten.name ?? forgotten.key })}
          action={t('devices.forget')}
          danger
          onConfirm={async () => {
            await call('delete', '/users/{username}/devices/{key}', { at: [username, forgotten.key] });
            showToast(t('devices.forgotten'));
            devices.reload();
          }}
          onClose={() => setForgotten(undefined)}
        >
          <p>{t('devices.forgetText')}</p>
        </Confirm>
      )}
    </Section>
  );
}
