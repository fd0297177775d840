import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../messages/messages';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Called when the user closes the dialog. Without it the dialog cannot be dismissed. */
  readonly onClose?: () => void;
  /** Hides the page behind the dialog. */
  readonly covers?: boolean;
  readonly wide?: boolean;
}

/** A modal dialog. The browser traps the focus and restores it afterwards. */
export function Dialog({ title, children, onClose, covers, wide }: Props) {
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = place.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      else document.querySelector<HTMLElement>('main h1')?.focus();
    };
  }, []);
  return (
    <dialog
      ref={place}
      aria-labelledby={id}
      class={[covers && 'covers', wide && 'wide'].filter(Boolean).join(' ')}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" class="icon-button" aria-label={t('action.close')} onClick={onClose}>
            ✕
          </button>
        )}
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
