import { useState } from 'preact/hooks';
import { type Answer, call } from '../api/call';
import { attributeLabel } from '../messages/attributes';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorNote, faultOf } from '../ui/error-note';
import { CodeField } from '../ui/field';
import { tell } from '../ui/toasts';
import { onSubmit, useAct } from '../ui/use-act';

export type Delivery = Answer<'post', '/me/attributes/{name}/code'>;

interface Props {
  readonly delivery: Delivery;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** Asks for the code that was sent to a new address. */
export function CodeDialog({ delivery: { attribute, destination }, onConfirmed, onClose }: Props) {
  const [code, setCode] = useState('');
  const act = useAct();
  const label = attributeLabel(attribute);
  const verify = async () => {
    const isDone = await act.run(async () => {
      await call('post', '/me/attributes/{name}/verify', { at: [attribute], body: { code: code.trim() } });
    });
    if (!isDone) return;
    tell(t('code.confirmed', { label }));
    onConfirmed();
    onClose();
  };
  const resend = () =>
    act.run(async () => {
      await call('post', '/me/attributes/{name}/code', { at: [attribute] });
      tell(t('signUp.resent'));
    });
  return (
    <Dialog title={t('code.title', { label })} onClose={onClose}>
      <form onSubmit={onSubmit(verify)}>
        <p>{t('code.text', { destination })}</p>
        <CodeField
          label={t('challenge.code')}
          value={code}
          onValue={setCode}
          error={faultOf(act.problem, 'code')}
        />
        <ErrorNote problem={act.problem} shownFields={['code']} />
        <div class="buttons">
          <Button type="submit" kind="primary" busy={act.busy}>
            {t('code.submit')}
          </Button>
          <Button busy={act.busy} onClick={() => void resend()}>
            {t('code.resend')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
