import type { ComponentChildren } from 'preact';

interface Props {
  readonly tone?: 'ok' | 'warn' | 'danger' | 'info' | undefined;
  readonly children: ComponentChildren;
}

export function Badge({ tone, children }: Props) {
  return <span class={`badge ${tone ?? ''}`}>{children}</span>;
}
