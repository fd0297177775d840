import { useState } from 'preact/hooks';
import { call, type Answer } from '../api/call';
import { t } from '../messages/messages';
import { DeviceText } from '../sessions/device-text';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { ErrorNote } from '../ui/error-note';
import { More } from '../ui/more';
import { Section } from '../ui/section';
import { Empty, Show } from '../ui/states';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import { usePages } from '../ui/use-pages';

type Device = Answer<'get', '/me/devices'>['items'][number];

/** The devices that the pool remembers. */
export function DevicesSection() {
  const devices = usePages<Device>(
    (cursor, signal) => call('get', '/me/devices', { query: { cursor }, ...(signal && { signal }) }),
    [],
  );
  const [forgotten, setForgotten] = useState<Device>();
  const act = useAct();
  const remember = ({ key }: Device, remembered: boolean) =>
    act.run(async () => {
      await call('put', '/me/devices/{key}', { at: [key], body: { remembered } });
      showToast(t(remembered ? 'devices.nowRemembered' : 'devices.nowNot'));
      devices.reload();
    });
  return (
    <Section id="devices" title={t('devices.title')} text={t('devices.text')}>
      <ErrorNote problem={act.problem} />
      <Show of={devices}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{t('devices.none')}</Empty>}
            <ul class="rows">
              {items.map((device) => {
                const isRemembered = device.status === 'remembered';
                return (
                  <li key={device.key}>
                    <DeviceText device={device} />
                    <div class="buttons">
                      {device.status !== undefined && (
                        <Button busy={act.busy} onClick={() => void remember(device, !isRemembered)}>
                          {t(isRemembered ? 'devices.doNotRemember' : 'devices.remember')}
                        </Button>
                      )}
                      <Button onClick={() => setForgotten(device)}>{t('devices.forget')}</Button>
                    </div>
                  </li>
                );
              })}
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
            await call('delete', '/me/devices/{key}', { at: [forgotten.key] });
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
