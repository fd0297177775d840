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
  /** Text that must be typed before the action can be confirmed. */
  readonly typed?: string;
  /** Runs the action. If it fails, the dialog stays open and shows the problem. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** A dialog that asks for confirmation, and closes once the action has succeeded. */
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
