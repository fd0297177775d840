import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { t } from '../../messages/messages';
import { SessionRow, type UserSession } from '../../sessions/session-row';
import { Confirm } from '../../ui/confirm';
import { More } from '../../ui/more';
import { Section } from '../../ui/section';
import { Empty, Show } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { usePages } from '../../ui/use-pages';
import type { TabProps } from './user-detail';

export function SessionsTab({ user: { username } }: TabProps) {
  const sessions = usePages<UserSession>(
    (cursor, signal) =>
      call('get', '/users/{username}/sessions', {
        at: [username],
        query: { cursor },
        ...(signal && { signal }),
      }),
    [username],
  );
  const [ended, setEnded] = useState<UserSession>();
  return (
    <Section title={t('sessions.title')} text={t('user.sessionsText')}>
      <Show of={sessions}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{t('user.noSessions')}</Empty>}
            <ul class="rows">
              {items.map((each) => (
                <SessionRow
                  key={each.id}
                  session={{ ...each, current: false }}
                  onEnd={() => setEnded(each)}
                />
              ))}
            </ul>
            <More cursor={nextCursor} of={sessions} />
          </>
        )}
      </Show>
      {ended && (
        <Confirm
          title={t('user.endSession', { username })}
          action={t('sessions.end')}
          danger
          onConfirm={async () => {
            await call('delete', '/users/{username}/sessions/{id}', { at: [username, ended.id] });
            showToast(t('sessions.ended'));
            sessions.reload();
          }}
          onClose={() => setEnded(undefined)}
        >
          <p>{t('sessions.endText')}</p>
        </Confirm>
      )}
    </Section>
  );
}
