import { signal } from '@preact/signals';

/** The selected usernames on all pages of the list. */
export const selection = signal<ReadonlySet<string>>(new Set());

export function select(usernames: readonly string[], isSelected: boolean): void {
  const next = new Set(selection.value);
  for (const username of usernames) {
    if (isSelected) next.add(username);
    else next.delete(username);
  }
  selection.value = next;
}

export const clearSelection = (): void => void (selection.value = new Set());
