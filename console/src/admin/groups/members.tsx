import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { hrefOf } from '../../page/route';
import { settings } from '../../page/settings';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { Field } from '../../ui/field';
import { Form } from '../../ui/form';
import { More } from '../../ui/more';
import { Section } from '../../ui/section';
import { Empty, Show } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { useAct } from '../../ui/use-act';
import { usePages } from '../../ui/use-pages';
import { isOwn } from '../user/user-detail';
import type { User } from '../users/find-users';
import { StatusBadges } from '../users/status-badges';
import { keyOf } from '../users/user-key';
import { nameOf } from '../users/users-table';

const PAGE = 60;

/** The members of a group, with controls to add and remove them. */
export function Members({ group }: { readonly group: string }) {
  const members = usePages<User>(
    (cursor, signal) =>
      call('get', '/groups/{group}/users', {
        at: [group],
        query: { cursor, limit: PAGE },
        ...(signal && { signal }),
      }),
    [group],
  );
  const [username, setUsername] = useState('');
  const [removed, setRemoved] = useState<User>();
  const act = useAct();
  const add = () =>
    act.run(async () => {
      await call('put', '/users/{username}/groups/{group}', { at: [username.trim(), group] });
      showToast(t('user.addedToGroups', { username: username.trim(), groups: group }));
      setUsername('');
      members.reload();
    });
  return (
    <Section title={t('groups.members')} text={t('user.groupsEffect')}>
      <Form inline act={act} onSend={add} submit={t('action.add')}>
        <Field
          label={t('groups.addMember')}
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={username}
          onValue={setUsername}
        />
      </Form>
      <Show of={members}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{t('groups.empty')}</Empty>}
            <ul class="rows">
              {items.map((user) => (
                <li key={user.username}>
                  <div>
                    <a href={hrefOf('users', keyOf(user))}>{user.username}</a> <StatusBadges user={user} />
                    <div class="muted">{nameOf(user.attributes) ?? user.attributes['email']}</div>
                  </div>
                  <Button
                    reason={isOwn(user) && group === settings.adminGroup ? t('reason.ownAdmin') : undefined}
                    onClick={() => setRemoved(user)}
                  >
                    {t('action.remove')}
                  </Button>
                </li>
              ))}
            </ul>
            <More cursor={nextCursor} of={members} />
          </>
        )}
      </Show>
      {removed && (
        <Confirm
          title={t('user.removeFromGroup', { username: removed.username, group })}
          action={t('action.remove')}
          danger
          onConfirm={async () => {
            await call('delete', '/users/{username}/groups/{group}', { at: [keyOf(removed), group] });
            showToast(t('user.removedFromGroup', { username: removed.username, group }));
            members.reload();
          }}
          onClose={() => setRemoved(undefined)}
        >
          <p>{t('user.groupsEffect')}</p>
        </Confirm>
      )}
    </Section>
  );
}
