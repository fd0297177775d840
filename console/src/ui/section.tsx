import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly id?: string;
  readonly title: string;
  readonly text?: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A section of a page with its heading. */
export function Section({ id, title, text, actions, children }: Props) {
  const heading = useId();
  return (
    <section id={id} class="section" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {actions}
      </header>
      {text !== undefined && <p class="muted">{text}</p>}
      {children}
    </section>
  );
}
