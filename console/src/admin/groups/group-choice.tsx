import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { Checkbox } from '../../ui/field';
import { Empty, Show } from '../../ui/states';
import { useLoad } from '../../ui/use-load';

interface Props {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

const MAX_GROUPS = 60;

/** A choice of groups to add a user to. */
export function GroupChoice({ chosen, onChange }: Props) {
  const groups = useLoad((signal) => call('get', '/groups', { query: { limit: MAX_GROUPS }, signal }), []);
  return (
    <fieldset class="group-choice">
      <legend>{t('groups.title')}</legend>
      <Show of={groups} lines={1}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty>{t('groups.none')}</Empty>}
            {items.map(({ name }) => (
              <Checkbox
                key={name}
                label={name}
                checked={chosen.includes(name)}
                onChange={(isChosen) =>
                  onChange(isChosen ? [...chosen, name] : chosen.filter((each) => each !== name))
                }
              />
            ))}
          </>
        )}
      </Show>
    </fieldset>
  );
}
