import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { hrefOf } from '../../page/route';
import { settings } from '../../page/settings';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Dialog } from '../../ui/dialog';
import { Form } from '../../ui/form';
import { Section } from '../../ui/section';
import { Empty } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { GroupChoice } from '../groups/group-choice';
import { keyOf } from '../users/user-key';
import { isOwn, type TabProps } from './user-detail';

export function GroupsTab({ user, of }: TabProps) {
  const [removed, setRemoved] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const groups = user.groups ?? [];
  return (
    <Section
      title={t('groups.title')}
      text={t('user.groupsText')}
      actions={
        <div class="buttons">
          <a class="button" href={hrefOf('routes', undefined, { as: user.username })}>
            {t('user.explain')}
          </a>
          <Button onClick={() => setAdding(true)}>{t('user.addToGroup')}</Button>
        </div>
      }
    >
      {groups.length === 0 && <Empty>{t('user.noGroups')}</Empty>}
      <ul class="rows">
        {groups.map((group) => (
          <li key={group}>
            <a href={hrefOf('groups', group)}>{group}</a>
            <Button
              reason={isOwn(user) && group === settings.adminGroup ? t('reason.ownAdmin') : undefined}
              onClick={() => setRemoved(group)}
            >
              {t('action.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {removed !== undefined && (
        <Confirm
          title={t('user.removeFromGroup', { username: user.username, group: removed })}
          action={t('action.remove')}
          danger
          onConfirm={async () => {
            await call('delete', '/users/{username}/groups/{group}', { at: [keyOf(user), removed] });
            showToast(t('user.removedFromGroup', { username: user.username, group: removed }));
            of.reload();
          }}
          onClose={() => setRemoved(undefined)}
        >
          <p>{t('user.groupsEffect')}</p>
        </Confirm>
      )}
      {isAdding && <AddToGroups user={user} of={of} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function AddToGroups({ user, of, onClose }: TabProps & { readonly onClose: () => void }) {
  const before = user.groups ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const act = useAct();
  const added = chosen.filter((group) => !before.includes(group));
  const add = async () => {
    const isDone = await act.run(async () => {
      await Promise.all(
        added.map((group) => call('put', '/users/{username}/groups/{group}', { at: [keyOf(user), group] })),
      );
      showToast(t('user.addedToGroups', { username: user.username, groups: added.join(', ') }));
    });
    of.reload();
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('user.addTitle', { username: user.username })} onClose={onClose}>
      <Form
        act={act}
        onSend={add}
        submit={t('action.add')}
        reason={added.length === 0 ? t('bulk.chooseGroup') : undefined}
        onCancel={onClose}
      >
        <p>{t('user.groupsEffect')}</p>
        <GroupChoice chosen={[...before, ...added]} onChange={setChosen} />
      </Form>
    </Dialog>
  );
}
