import { useEffect, useRef } from 'preact/hooks';
import { t, type MessageKey } from '../messages/messages';
import { hrefOf, route } from '../page/route';
import { Shell } from '../page/shell';
import { Shortcuts } from '../page/shortcuts';
import { JobDock } from './bulk/job-dock';
import { GroupView } from './groups/group-view';
import { GroupsView } from './groups/groups-view';
import { RoutesView } from './routes/routes-view';
import { UserView } from './user/user-view';
import { UsersView } from './users/users-view';

const VIEWS: readonly (readonly [view: string, text: MessageKey])[] = [
  ['users', 'users.title'],
  ['groups', 'groups.title'],
  ['routes', 'routes.title'],
];

export function Console() {
  const { view, id } = route.value;
  useFocusOnChange(`${view}/${id ?? ''}`);
  const title = id ?? t(VIEWS.find(([name]) => name === view)?.[1] ?? 'users.title');
  return (
    <Shell title={title} page="console">
      <div class="with-aside console">
        <nav class="aside" aria-label={t('console.views')}>
          {VIEWS.map(([name, text]) => (
            <a key={name} href={hrefOf(name)} aria-current={view === name ? 'page' : undefined}>
              {t(text)}
            </a>
          ))}
          <Shortcuts isConsole />
        </nav>
        <main id="content">
          <View />
        </main>
      </div>
      <JobDock />
    </Shell>
  );
}

function View() {
  const { view, id } = route.value;
  if (view === 'groups') return id === undefined ? <GroupsView /> : <GroupView key={id} name={id} />;
  if (view === 'routes') return <RoutesView />;
  return id === undefined ? <UsersView /> : <UserView key={id} username={id} />;
}

/** Moves the focus to the heading of a newly opened view, for screen readers and the keyboard. */
function useFocusOnChange(place: string): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [place]);
}
