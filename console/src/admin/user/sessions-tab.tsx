import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { SessionRow, type UserSession } from '../../sessions/session-row';
import { RemovableList } from '../../ui/removable-list';
import { Section } from '../../ui/section';
import { usePages } from '../../ui/use-pages';
import { keyOf } from '../users/user-key';
import type { TabProps } from './user-detail';

export function SessionsTab({ user }: TabProps) {
  const { username } = user;
  const name = keyOf(user);
  const sessions = usePages<UserSession>(
    (cursor, signal) =>
      call('get', '/users/{username}/sessions', {
        at: [name],
        query: { cursor },
        ...(signal && { signal }),
      }),
    [name],
  );
  return (
    <Section title={t('sessions.title')} text={t('user.sessionsText')}>
      <RemovableList
        of={sessions}
        none={t('user.noSessions')}
        row={(each, onEnd) => (
          <SessionRow key={each.id} session={{ ...each, current: false }} onEnd={onEnd} />
        )}
        dialog={{
          title: () => t('user.endSession', { username }),
          text: t('sessions.endText'),
          action: t('sessions.end'),
        }}
        remove={({ id }) => call('delete', '/users/{username}/sessions/{id}', { at: [name, id] })}
        removed={t('sessions.ended')}
      />
    </Section>
  );
}
