import { useState } from 'preact/hooks';
import { call, type Answer } from '../../api/call';
import { t } from '../../messages/messages';
import { hrefOf } from '../../page/route';
import { settings } from '../../page/settings';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { More } from '../../ui/more';
import { Empty, Show } from '../../ui/states';
import { Time } from '../../ui/time';
import { usePages } from '../../ui/use-pages';
import { CreateGroup } from './create-group';

export type Group = Answer<'get', '/groups'>['items'][number];

const PAGE = 60;

export function GroupsView() {
  const groups = usePages<Group>(
    (cursor, signal) => call('get', '/groups', { query: { cursor, limit: PAGE }, ...(signal && { signal }) }),
    [],
  );
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <header class="view-header">
        <h1 tabIndex={-1}>{t('groups.title')}</h1>
        <Button kind="primary" data-key="n" onClick={() => setCreating(true)}>
          {t('groups.create')}
        </Button>
      </header>
      <Show of={groups} lines={6}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? <Empty>{t('groups.none')}</Empty> : <GroupsTable groups={items} />}
            <More cursor={nextCursor} of={groups} />
          </>
        )}
      </Show>
      {isCreating && <CreateGroup onClose={() => setCreating(false)} />}
    </>
  );
}

function GroupsTable({ groups }: { readonly groups: readonly Group[] }) {
  return (
    <table>
      <caption class="visually-hidden">{t('groups.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('groups.name')}</th>
          <th scope="col" class="wide-only">
            {t('groups.description')}
          </th>
          <th scope="col">{t('groups.precedence')}</th>
          <th scope="col" class="wide-only">
            {t('users.created')}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, description, precedence, createdAt }) => (
          <tr key={name}>
            <td>
              <a class="row-link" href={hrefOf('groups', name)}>
                {name}
              </a>{' '}
              {name === settings.adminGroup && <Badge tone="info">{t('groups.admin')}</Badge>}
              <div class="muted narrow-only">{description}</div>
            </td>
            <td class="wide-only">{description ?? <span class="muted">–</span>}</td>
            <td>{precedence ?? <span class="muted">–</span>}</td>
            <td class="wide-only">
              <Time at={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
