import { useState } from 'preact/hooks';
import { call, type Answer } from '../api/call';
import { TotpSetUp } from '../factors/totp-set-up';
import { find, t } from '../messages/messages';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { Show } from '../ui/states';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import { useLoad } from '../ui/use-load';
import type { Me } from './profile-section';

type Factors = Answer<'get', '/me/mfa'>;
type Factor = Factors['enabled'][number];

const FACTORS: readonly Factor[] = ['totp', 'sms', 'email'];
const ADDRESS: Readonly<Record<string, string>> = { sms: 'phone_number', email: 'email' };

/** The second factors: which are on, and which is asked for first. */
export function FactorsSection({ me }: { readonly me: Me | undefined }) {
  const factors = useLoad((signal) => call('get', '/me/mfa', { signal }), []);
  const [isSettingUp, setSettingUp] = useState(false);
  const [ending, setEnding] = useState<Factor>();
  const act = useAct();
  const put = async (enabled: readonly Factor[], preferred: Factor | undefined) => {
    const kept = preferred !== undefined && enabled.includes(preferred) ? preferred : null;
    await call('put', '/me/mfa', { body: { enabled: [...enabled], preferred: kept } });
    showToast(t('factors.saved'));
    factors.reload();
  };
  return (
    <Section id="factors" title={t('factors.title')} text={t('factors.text')}>
      <Show of={factors}>
        {({ enabled, preferred }) => (
          <>
            <ul class="rows">
              {FACTORS.map((factor) => {
                const isOn = enabled.includes(factor);
                return (
                  <li key={factor}>
                    <div>
                      <strong>{find(`factor.${factor}`)}</strong>{' '}
                      {isOn && <Badge tone="ok">{t('factors.on')}</Badge>}{' '}
                      {preferred === factor && <Badge tone="info">{t('factors.first')}</Badge>}
                    </div>
                    <div class="buttons">
                      {isOn && preferred !== factor && (
                        <Button busy={act.busy} onClick={() => void act.run(() => put(enabled, factor))}>
                          {t('factors.askFirst')}
                        </Button>
                      )}
                      {isOn && (
                        <Button busy={act.busy} onClick={() => setEnding(factor)}>
                          {t('factors.turnOff')}
                        </Button>
                      )}
                      {!isOn && factor === 'totp' && (
                        <Button onClick={() => setSettingUp(true)}>{t('factors.setUp')}</Button>
                      )}
                      {!isOn && factor !== 'totp' && (
                        <Button
                          busy={act.busy}
                          reason={reasonAgainst(factor, me)}
                          onClick={() => void act.run(() => put([...enabled, factor], preferred ?? factor))}
                        >
                          {t('factors.turnOn')}
                        </Button>
                      )}
                    </div>
                  </li>
                );
              })}
            </ul>
            <ErrorNote problem={act.problem} />
            {ending !== undefined && (
              <Confirm
                title={t('factors.turnOffTitle', { factor: find(`factor.${ending}`) ?? ending })}
                action={t('factors.turnOff')}
                danger
                onConfirm={() =>
                  put(
                    enabled.filter((each) => each !== ending),
                    preferred,
                  )
                }
                onClose={() => setEnding(undefined)}
              >
                <p>{t('factors.turnOffText')}</p>
              </Confirm>
            )}
          </>
        )}
      </Show>
      {isSettingUp && (
        <Dialog title={t('totp.title')} onClose={() => setSettingUp(false)}>
          <TotpSetUp
            withName
            begin={() => call('post', '/me/mfa/totp')}
            verify={async (code, _secret, deviceName) => {
              const body = { code, ...(deviceName !== '' && { deviceName }) };
              await call('post', '/me/mfa/totp/verify', { body });
              setSettingUp(false);
              showToast(t('totp.done'));
              factors.reload();
            }}
          />
        </Dialog>
      )}
    </Section>
  );
}

function reasonAgainst(factor: Factor, me: Me | undefined): string | undefined {
  const attribute = ADDRESS[factor];
  if (me === undefined || attribute === undefined) return undefined;
  if (me.attributes[`${attribute}_verified`] === 'true') return undefined;
  return t(factor === 'sms' ? 'factors.needsPhone' : 'factors.needsEmail');
}
