import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { session, signOut } from '../session/session';
import { SessionRow, type UserSession } from '../sessions/session-row';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { ErrorNote } from '../ui/error-note';
import { More } from '../ui/more';
import { Section } from '../ui/section';
import { Empty, Show } from '../ui/states';
import { Time } from '../ui/time';
import { showToast } from '../ui/toasts';
import { useAct } from '../ui/use-act';
import { usePages } from '../ui/use-pages';

/** The user's sessions, with buttons to sign out. */
export function SessionsSection() {
  const sessions = usePages<UserSession>(
    (cursor, signal) => call('get', '/me/sessions', { query: { cursor }, ...(signal && { signal }) }),
    [],
  );
  const [isEverywhere, setEverywhere] = useState(false);
  const [ended, setEnded] = useState<UserSession>();
  const act = useAct();
  const leave = () => act.run(async () => location.assign(await signOut(false)));
  return (
    <Section
      id="sessions"
      title={t('sessions.title')}
      text={t('sessions.text')}
      actions={
        <div class="buttons">
          <Button busy={act.busy} onClick={() => void leave()}>
            {t('signOut.here')}
          </Button>
          <Button onClick={() => setEverywhere(true)}>{t('signOut.everywhere')}</Button>
        </div>
      }
    >
      <ErrorNote problem={act.problem} />
      <ThisSession />
      <Show of={sessions}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 && <Empty>{t('sessions.none')}</Empty>}
            <ul class="rows">
              {items.map((each) => (
                <SessionRow key={each.id} session={each} onEnd={() => setEnded(each)} />
              ))}
            </ul>
            <More cursor={nextCursor} of={sessions} />
          </>
        )}
      </Show>
      {ended && (
        <Confirm
          title={t('sessions.endTitle')}
          action={t('sessions.end')}
          danger
          onConfirm={async () => {
            await call('delete', '/me/sessions/{id}', { at: [ended.id], query: { linked: true } });
            showToast(t('sessions.ended'));
            sessions.reload();
          }}
          onClose={() => setEnded(undefined)}
        >
          <p>{t('sessions.endText')}</p>
        </Confirm>
      )}
      {isEverywhere && (
        <Confirm
          title={t('signOut.everywhereTitle')}
          action={t('signOut.everywhere')}
          danger
          onConfirm={async () => location.assign(await signOut(true))}
          onClose={() => setEverywhere(false)}
        >
          <p>{t('signOut.everywhereText')}</p>
        </Confirm>
      )}
    </Section>
  );
}

function ThisSession() {
  const current = session.value;
  if (!current?.signedIn) return null;
  return (
    <p class="muted">
      {t('sessions.started')} <Time at={current.startedAt} />. {t('sessions.expires')}{' '}
      <Time at={current.expiresAt} />.
    </p>
  );
}
