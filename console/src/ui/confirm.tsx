import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { Dialog } from './dialog';
import { Field } from './field';
import { Form } from './form';
import { useAct } from './use-act';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly action: string;
  readonly danger?: boolean;
  /** What has to be typed before the action can be taken. */
  readonly typed?: string;
  /** Does it; the dialog stays, with the problem, where that fails. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done, and closes only after it has been. */
export function Confirm({ title, children, action, danger, typed, onConfirm, onClose }: Props) {
  const [text, setText] = useState('');
  const act = useAct();
  const isOff = typed !== undefined && text !== typed;
  const confirm = async () => {
    if (await act.run(onConfirm)) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        act={act}
        onSend={confirm}
        submit={action}
        kind={danger ? 'danger' : 'primary'}
        reason={isOff ? t('confirm.typeFirst') : undefined}
        onCancel={onClose}
      >
        {children}
        {typed !== undefined && (
          <Field
            label={t('confirm.type', { name: typed })}
            value={text}
            onValue={setText}
            autocomplete="off"
            spellcheck={false}
          />
        )}
      </Form>
    </Dialog>
  );
}
