import { useState } from 'preact/hooks';
import { call, type Answer } from '../api/call';
import { attributeLabel } from '../messages/attributes';
import { t } from '../messages/messages';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { CodeField } from '../ui/field';
import { Form } from '../ui/form';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';

export type Delivery = Answer<'post', '/me/attributes/{name}/code'>;

interface Props {
  readonly delivery: Delivery;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** The dialog that asks for the code sent to a new address. */
export function CodeDialog({ delivery: { attribute, destination }, onConfirmed, onClose }: Props) {
  const [code, setCode] = useState('');
  const act = useAct();
  const label = attributeLabel(attribute);
  const verify = async () => {
    const isDone = await act.run(async () => {
      await call('post', '/me/attributes/{name}/verify', { at: [attribute], body: { code: code.trim() } });
    });
    if (!isDone) return;
    showToast(t('code.confirmed', { label }));
    onConfirmed();
    onClose();
  };
  const resend = () =>
    act.run(async () => {
      await call('post', '/me/attributes/{name}/code', { at: [attribute] });
      showToast(t('signUp.resent'));
    });
  return (
    <Dialog title={t('code.title', { label })} onClose={onClose}>
      <Form
        act={act}
        onSend={verify}
        submit={t('code.submit')}
        more={
          <Button busy={act.busy} onClick={() => void resend()}>
            {t('code.resend')}
          </Button>
        }
      >
        <p>{t('code.text', { destination })}</p>
        <CodeField label={t('challenge.code')} value={code} onValue={setCode} path="code" />
      </Form>
    </Dialog>
  );
}
