import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { find, t } from '../../messages/messages';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { ErrorNote } from '../../ui/error-note';
import { Section } from '../../ui/section';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { keyOf } from '../users/user-key';
import { SetPassword } from './set-password';
import { StatusActions } from './status-actions';
import type { TabProps } from './user-detail';

const FACTORS = ['totp', 'sms', 'email'] as const;
type Factor = (typeof FACTORS)[number];
const ADDRESS: Readonly<Record<string, string>> = { sms: 'phone_number', email: 'email' };

/** The second factors, the password and the status of a user. */
export function SecurityTab(props: TabProps) {
  return (
    <>
      <Factors {...props} />
      <SetPassword {...props} />
      <StatusActions {...props} />
    </>
  );
}

function Factors({ user, of }: TabProps) {
  const [isLost, setLost] = useState(false);
  const act = useAct();
  const enabled = user.mfa?.enabled ?? [];
  const preferred = user.mfa?.preferred;
  const put = (factors: readonly Factor[]) =>
    act.run(async () => {
      const kept = preferred !== undefined && factors.includes(preferred) ? preferred : (factors[0] ?? null);
      const body = { enabled: [...factors], preferred: kept };
      await call('put', '/users/{username}/mfa', { at: [keyOf(user)], body });
      showToast(t('factors.saved'));
      of.reload();
    });
  return (
    <Section title={t('factors.title')} text={t('user.factorsText')}>
      <ul class="rows">
        {FACTORS.map((factor) => (
          <li key={factor}>
            <div>
              <strong>{find(`factor.${factor}`)}</strong>{' '}
              {enabled.includes(factor) && <Badge tone="ok">{t('factors.on')}</Badge>}{' '}
              {preferred === factor && <Badge tone="info">{t('factors.first')}</Badge>}
            </div>
            <FactorButton
              factor={factor}
              isOn={enabled.includes(factor)}
              isBusy={act.busy}
              attributes={user.attributes}
              onLost={() => setLost(true)}
              onPut={(isOn) =>
                void put(isOn ? [...enabled, factor] : enabled.filter((each) => each !== factor))
              }
            />
          </li>
        ))}
      </ul>
      <ErrorNote problem={act.problem} />
      {isLost && (
        <Confirm
          title={t('user.lostTitle', { username: user.username })}
          action={t('user.lostSubmit')}
          danger
          onConfirm={async () => {
            await call('delete', '/users/{username}/mfa/totp', { at: [keyOf(user)] });
            showToast(t('user.lostDone', { username: user.username }));
            of.reload();
          }}
          onClose={() => setLost(false)}
        >
          <p>{t('user.lostText')}</p>
        </Confirm>
      )}
    </Section>
  );
}

interface FactorProps {
  readonly factor: Factor;
  readonly isOn: boolean;
  readonly isBusy: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly onLost: () => void;
  readonly onPut: (isOn: boolean) => void;
}

function FactorButton({ factor, isOn, isBusy, attributes, onLost, onPut }: FactorProps) {
  if (factor === 'totp') {
    // Only the user can set up an authenticator app.
    return (
      <Button reason={isOn ? undefined : t('user.noTotp')} onClick={onLost}>
        {t('user.lost')}
      </Button>
    );
  }
  const address = ADDRESS[factor] ?? '';
  const reason =
    isOn || attributes[address] ? undefined : t(factor === 'sms' ? 'user.noPhone' : 'user.noEmail');
  return (
    <Button busy={isBusy} reason={reason} onClick={() => onPut(!isOn)}>
      {t(isOn ? 'factors.turnOff' : 'factors.turnOn')}
    </Button>
  );
}
