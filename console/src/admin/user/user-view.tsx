import { call } from '../../api/call';
import { t, type MessageKey } from '../../messages/messages';
import { hrefOf, route } from '../../page/route';
import { Copyable } from '../../ui/copy';
import { Show } from '../../ui/states';
import { Time } from '../../ui/time';
import { useLoad } from '../../ui/use-load';
import { StatusBadges } from '../users/status-badges';
import { keyOf } from '../users/user-key';
import { nameOf } from '../users/users-table';
import { AttributesTab } from './attributes-tab';
import { DevicesTab } from './devices-tab';
import { GroupsTab } from './groups-tab';
import { SecurityTab } from './security-tab';
import { SessionsTab } from './sessions-tab';
import { UserActions } from './user-actions';
import { isOwn, type TabProps, type UserDetail } from './user-detail';

const TABS: readonly (readonly [tab: string, text: MessageKey])[] = [
  ['attributes', 'user.attributes'],
  ['groups', 'groups.title'],
  ['security', 'user.security'],
  ['sessions', 'sessions.title'],
  ['devices', 'devices.title'],
];

/** The page of one user. */
export function UserView({ username }: { readonly username: string }) {
  const user = useLoad<UserDetail>(
    (signal) => call('get', '/users/{username}', { at: [username], signal }),
    [username],
  );
  return (
    <>
      <p class="breadcrumb">
        <a href={hrefOf('users')}>{t('users.title')}</a> /
      </p>
      <Head username={username} of={user} />
      <Show of={user} lines={6}>
        {(data) => <Detail user={data} of={user} />}
      </Show>
    </>
  );
}

/** The header. It is rendered before the user is loaded, so that the focus stays on the heading. */
function Head({ username, of }: { readonly username: string; readonly of: TabProps['of'] }) {
  const user = of.data;
  return (
    <header class="view-header">
      <div>
        <h1 tabIndex={-1}>{user?.username ?? username}</h1>
        {user && <Status user={user} />}
      </div>
      {user && <UserActions user={user} of={of} />}
    </header>
  );
}

function Status({ user }: { readonly user: UserDetail }) {
  const name = nameOf(user.attributes);
  return (
    <p class="user-line">
      {name !== undefined && <span>{name}</span>}
      <StatusBadges user={user} />
      {isOwn(user) && <span class="muted">{t('user.own')}</span>}
    </p>
  );
}

function Detail({ user, of }: TabProps) {
  const tab = route.value.query.get('tab') ?? 'attributes';
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{t('user.sub')}</dt>
          <dd>
            <Copyable value={user.sub} label={t('user.sub')} />
          </dd>
        </div>
        <div>
          <dt>{t('users.created')}</dt>
          <dd>
            <Time at={user.createdAt} />
          </dd>
        </div>
        <div>
          <dt>{t('user.updated')}</dt>
          <dd>
            <Time at={user.updatedAt} />
          </dd>
        </div>
      </dl>
      <nav class="tabs" aria-label={t('user.tabs')}>
        {TABS.map(([id, text]) => (
          <a
            key={id}
            href={hrefOf('users', keyOf(user), { tab: id === 'attributes' ? '' : id })}
            aria-current={tab === id ? 'page' : undefined}
          >
            {t(text)}
          </a>
        ))}
      </nav>
      <Tab key={tab} tab={tab} user={user} of={of} />
    </>
  );
}

function Tab({ tab, ...props }: TabProps & { readonly tab: string }) {
  if (tab === 'groups') return <GroupsTab {...props} />;
  if (tab === 'security') return <SecurityTab {...props} />;
  if (tab === 'sessions') return <SessionsTab {...props} />;
  if (tab === 'devices') return <DevicesTab {...props} />;
  return <AttributesTab {...props} />;
}
