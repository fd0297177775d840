import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props extends Omit<ButtonHTMLAttributes, 'onClick' | 'title'> {
  readonly kind?: 'primary' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  /** Why the button is disabled. It stays focusable, so that the reason can be read. */
  readonly reason?: string | undefined;
  readonly onClick?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

export function Button({ kind, type = 'button', busy, reason, onClick, children, ...rest }: Props) {
  const id = useId();
  const isOff = busy || reason !== undefined;
  return (
    <span class={reason === undefined ? 'button-place' : 'button-place has-reason'}>
      <button
        {...rest}
        type={type}
        class={`button ${kind ?? ''}`}
        aria-disabled={isOff || undefined}
        aria-busy={busy || undefined}
        aria-describedby={reason === undefined ? undefined : id}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else onClick?.();
        }}
      >
        {children}
      </button>
      {reason !== undefined && (
        <span class="reason" id={id} role="tooltip">
          {reason}
        </span>
      )}
    </span>
  );
}
