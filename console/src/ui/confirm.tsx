import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorNote } from './error-note';
import { Field } from './field';
import { onSubmit, useAct } from './use-act';

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
    if (!isOff && (await act.run(onConfirm))) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={onSubmit(confirm)}>
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
        <ErrorNote problem={act.problem} />
        <div class="buttons">
          <Button
            type="submit"
            kind={danger ? 'danger' : 'primary'}
            busy={act.busy}
            reason={isOff ? t('confirm.typeFirst') : undefined}
          >
            {action}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
