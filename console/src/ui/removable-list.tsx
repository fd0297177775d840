import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from './confirm';
import { More } from './more';
import { Empty, Show } from './states';
import { showToast } from './toasts';
import type { Pages } from './use-pages';

interface Props<Item> {
  readonly of: Pages<Item>;
  /** Shown instead of an empty list. */
  readonly none: string;
  /** The row of an item; `onRemove` asks for confirmation. */
  readonly row: (item: Item, onRemove: () => void) => ComponentChildren;
  /** The dialog before an item is removed. */
  readonly dialog: {
    readonly title: (item: Item) => string;
    readonly text: string;
    readonly action: string;
  };
  readonly remove: (item: Item) => Promise<unknown>;
  /** Shown once an item is removed. */
  readonly removed: string;
}

/** A list, loaded page by page, whose items can be removed one at a time after a confirmation. */
export function RemovableList<Item>({ of, none, row, dialog, remove, removed }: Props<Item>) {
  const [chosen, setChosen] = useState<Item>();
  return (
    <>
      <Show of={of}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{none}</Empty>}
            <ul class="rows">{items.map((item) => row(item, () => setChosen(item)))}</ul>
            <More cursor={nextCursor} of={of} />
          </>
        )}
      </Show>
      {chosen !== undefined && (
        <Confirm
          title={dialog.title(chosen)}
          action={dialog.action}
          danger
          onConfirm={async () => {
            await remove(chosen);
            showToast(removed);
            of.reload();
          }}
          onClose={() => setChosen(undefined)}
        >
          <p>{dialog.text}</p>
        </Confirm>
      )}
    </>
  );
}
