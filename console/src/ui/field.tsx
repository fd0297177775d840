import type { ComponentChildren, PartialInputHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { useFault } from './form-fault';

export type InputType = 'text' | 'email' | 'tel' | 'url' | 'date' | 'number' | 'search' | 'password';

interface Props extends Omit<
  PartialInputHTMLAttributes<HTMLInputElement>,
  'onInput' | 'label' | 'role' | 'type' | 'value'
> {
  readonly type?: InputType;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** The request member of the field; the service's validation errors for it are shown here. */
  readonly path?: string | undefined;
  /** An error that the page found itself. */
  readonly error?: string | undefined;
  readonly value?: string;
  readonly onValue?: (value: string) => void;
}

/** A labelled input with a hint and an error. */
export function Field({ label, hint, path, error: own, onValue, ...input }: Props) {
  const id = useId();
  const fault = useFault(path);
  const error = own ?? fault;
  const about = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...(input as { type?: 'text' })}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={about.length > 0 ? about.join(' ') : undefined}
        onInput={(event) => onValue?.(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div class="field-error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </div>
  );
}

/** A password field with a button to show the password. */
export function PasswordField({ autocomplete, ...props }: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <div class="password-field">
      <Field
        {...props}
        type={isShown ? 'text' : 'password'}
        autocomplete={autocomplete ?? 'current-password'}
        spellcheck={false}
        autocapitalize="none"
      />
      <button type="button" class="link" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {t(isShown ? 'password.hide' : 'password.show')}
      </button>
    </div>
  );
}

/** A field for a code from a message or an app. */
export function CodeField(props: Omit<Props, 'type'>) {
  return (
    <Field
      {...props}
      class="code-input"
      type="text"
      inputmode="numeric"
      autocomplete="one-time-code"
      spellcheck={false}
      required
    />
  );
}

interface ChoiceProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly hint?: string | undefined;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, disabled, hint, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div class="checkbox">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  );
}
