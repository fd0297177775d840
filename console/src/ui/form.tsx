import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../messages/messages';
import { Button } from './button';
import { ErrorNote } from './error-note';
import { FormContext } from './form-fault';
import type { Act } from './use-act';

/** For a form that does not show progress itself. */
const IDLE: Pick<Act, 'busy' | 'problem'> = { busy: false, problem: undefined };

interface Props {
  /** The progress of sending, and its problem. */
  readonly act?: Pick<Act, 'busy' | 'problem'>;
  readonly onSend: () => unknown;
  readonly submit: string;
  readonly kind?: 'primary' | 'danger';
  /** Why the form cannot be sent now. */
  readonly reason?: string | undefined;
  /** Further buttons next to the first. */
  readonly more?: ComponentChildren;
  readonly onCancel?: () => void;
  /** Shows one field and its button in one line. */
  readonly inline?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/**
 * A form that is sent by script. Errors of a field are shown at the field with their `path`; the rest of the problem, with
 * the request id, is shown above the buttons.
 */
export function Form({ act = IDLE, inline, children, onSend, ...props }: Props) {
  const paths = useRef(new Set<string>()).current;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void onSend();
  };
  const note = <ErrorNote problem={act.problem} shownFields={[...paths]} />;
  return (
    <FormContext.Provider value={{ problem: act.problem, paths }}>
      <form class={inline ? 'inline-form' : (props.class ?? '')} onSubmit={onSubmit}>
        {children}
        {!inline && note}
        <Buttons act={act} inline={inline ?? false} {...props} />
      </form>
      {inline && note}
    </FormContext.Provider>
  );
}

interface ButtonsProps extends Pick<Props, 'submit' | 'kind' | 'reason' | 'more' | 'onCancel'> {
  readonly act: Pick<Act, 'busy' | 'problem'>;
  readonly inline: boolean;
}

function Buttons({ act, inline, submit, kind = 'primary', reason, more, onCancel }: ButtonsProps) {
  return (
    <div class="buttons">
      <Button type="submit" busy={act.busy} reason={reason} {...(!inline && { kind })}>
        {submit}
      </Button>
      {more}
      {onCancel && <Button onClick={onCancel}>{t('action.cancel')}</Button>}
    </div>
  );
}
