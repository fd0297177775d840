import { t } from '../../messages/messages';
import { hrefOf } from '../../page/route';
import { Time } from '../../ui/time';
import type { User } from './find-users';
import { select, selection } from './selection';
import { StatusBadges } from './status-badges';
import { keyOf } from './user-key';

export function UsersTable({ users }: { readonly users: readonly User[] }) {
  const selected = selection.value;
  const names = users.map(keyOf);
  const count = names.filter((name) => selected.has(name)).length;
  return (
    <table class="users">
      <caption class="visually-hidden">{t('users.title')}</caption>
      <thead>
        <tr>
          <th scope="col" class="tick">
            <input
              type="checkbox"
              aria-label={t('users.selectAll')}
              checked={count === names.length}
              ref={(box) => {
                if (box) box.indeterminate = count > 0 && count < names.length;
              }}
              onChange={(event) => select(names, event.currentTarget.checked)}
            />
          </th>
          <th scope="col">{t('users.user')}</th>
          <th scope="col" class="wide-only">
            {t('attribute.name')}
          </th>
          <th scope="col" class="wide-only">
            {t('attribute.email')}
          </th>
          <th scope="col">{t('users.status')}</th>
          <th scope="col" class="wide-only">
            {t('users.created')}
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <Row key={user.username} user={user} isSelected={selected.has(keyOf(user))} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ user, isSelected }: { readonly user: User; readonly isSelected: boolean }) {
  const { username, attributes, createdAt } = user;
  const name = nameOf(attributes);
  return (
    <tr class={isSelected ? 'selected' : ''}>
      <td class="tick">
        <input
          type="checkbox"
          aria-label={t('users.select', { username })}
          checked={isSelected}
          onChange={(event) => select([keyOf(user)], event.currentTarget.checked)}
        />
      </td>
      <td>
        <a class="row-link" href={hrefOf('users', keyOf(user))}>
          {username}
        </a>
        <div class="muted narrow-only">{name}</div>
        <div class="muted narrow-only">{attributes['email']}</div>
      </td>
      <td class="wide-only">{name ?? <span class="muted">–</span>}</td>
      <td class="wide-only">{attributes['email'] ?? <span class="muted">–</span>}</td>
      <td>
        <StatusBadges user={user} />
      </td>
      <td class="wide-only">
        <Time at={createdAt} />
      </td>
    </tr>
  );
}

/** The full name of a user; undefined without one. */
export function nameOf(attributes: Readonly<Record<string, string>>): string | undefined {
  const parts = [attributes['given_name'], attributes['family_name']].filter(Boolean).join(' ');
  return attributes['name'] ?? (parts === '' ? undefined : parts);
}
