import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../messages/messages';
import { go, hrefOf, route } from '../../page/route';
import { Button } from '../../ui/button';
import { ErrorNote } from '../../ui/error-note';
import { Empty, Loading } from '../../ui/states';
import { useLoad } from '../../ui/use-load';
import { BulkBar } from '../bulk/bulk-bar';
import { CreateUser } from './create-user';
import { findUsers, LIMITS, type User } from './find-users';
import { Paging } from './paging';
import { STATES, STATUSES } from './search';
import { keyOf } from './user-key';
import { UsersTable } from './users-table';

const TYPING_MS = 300;

/** The list of users with search, filter and paging. The query is kept in the URL. */
export function UsersView() {
  const { query, trail } = route.value;
  const asked = {
    search: query.get('search') ?? '',
    status: query.get('status') ?? '',
    cursor: query.get('cursor') ?? undefined,
    limit: Number(query.get('limit') ?? LIMITS[0]),
  };
  const users = useLoad((signal) => findUsers(asked, signal), Object.values(asked));
  const [isCreating, setCreating] = useState(false);
  const isNarrowed = asked.search !== '' || asked.status !== '';
  return (
    <>
      <header class="view-header">
        <h1 tabIndex={-1}>{t('users.title')}</h1>
        <Button kind="primary" data-key="n" onClick={() => setCreating(true)}>
          {t('users.create')}
        </Button>
      </header>
      <Filters search={asked.search} status={asked.status} onEnter={() => openOnly(users.data?.items)} />
      {asked.search !== '' && asked.status !== '' && <p class="hint">{t('users.narrowed')}</p>}
      <ErrorNote problem={users.problem} onRetry={users.reload} />
      {users.data === undefined && users.isLoading && <Loading lines={10} />}
      {users.data && (
        <div class={users.isLoading ? 'stale' : ''} aria-busy={users.isLoading}>
          {users.data.items.length === 0 ? (
            <Empty>
              <p>{t(isNarrowed ? 'users.nobody' : 'users.none')}</p>
              {isNarrowed && <Button onClick={() => go(hrefOf('users'))}>{t('users.clear')}</Button>}
            </Empty>
          ) : (
            <UsersTable users={users.data.items} />
          )}
          <Paging
            asked={asked}
            trail={trail}
            nextCursor={users.data.nextCursor}
            count={users.data.items.length}
          />
        </div>
      )}
      <BulkBar onChanged={users.reload} />
      {isCreating && <CreateUser onClose={() => setCreating(false)} />}
    </>
  );
}

function openOnly(items: readonly User[] | undefined): void {
  if (items?.length === 1 && items[0]) go(hrefOf('users', keyOf(items[0])));
}

interface FiltersProps {
  readonly search: string;
  readonly status: string;
  readonly onEnter: () => void;
}

function Filters({ search, status, onEnter }: FiltersProps) {
  const [typed, setTyped] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(search), [search]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (text: string, replace: boolean) => {
    clearTimeout(timer.current);
    const { query } = route.peek();
    if (text.trim() === (query.get('search') ?? '')) return;
    go(
      hrefOf('users', undefined, {
        search: text.trim(),
        status: query.get('status') ?? '',
        limit: query.get('limit') ?? '',
      }),
      {
        replace,
      },
    );
  };
  const onType = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(text, true), TYPING_MS);
  };
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === search) onEnter();
        else ask(typed, true);
      }}
    >
      <label class="search">
        <span class="visually-hidden">{t('users.search')}</span>
        <input
          type="search"
          data-key="/"
          value={typed}
          placeholder={t('users.searchHint')}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </label>
      <label class="filter">
        <span>{t('users.filter')}</span>
        <select
          value={status}
          onChange={(event) =>
            go(
              hrefOf('users', undefined, {
                search,
                status: event.currentTarget.value,
                limit: route.peek().query.get('limit') ?? '',
              }),
            )
          }
        >
          <option value="">{t('users.all')}</option>
          {[...STATES, ...STATUSES].map((each) => (
            <option key={each} value={each}>
              {t(`status.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
