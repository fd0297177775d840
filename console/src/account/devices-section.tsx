import { call, type Answer } from '../api/call';
import { t } from '../messages/messages';
import { DeviceText, forgetDialog } from '../sessions/device-text';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { RemovableList } from '../ui/removable-list';
import { Section } from '../ui/section';
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
      <RemovableList
        of={devices}
        none={t('devices.none')}
        row={(device, onForget) => {
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
                <Button onClick={onForget}>{t('devices.forget')}</Button>
              </div>
            </li>
          );
        }}
        dialog={forgetDialog()}
        remove={({ key }) => call('delete', '/me/devices/{key}', { at: [key] })}
        removed={t('devices.forgotten')}
      />
    </Section>
  );
}
