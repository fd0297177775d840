import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { session, signOut } from '../session/session';
import { SessionRow, type UserSession } from '../sessions/session-row';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { ErrorNote } from '../ui/error-note';
import { RemovableList } from '../ui/removable-list';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { useAct } from '../ui/use-act';
import { usePages } from '../ui/use-pages';

/** The user's sessions, with buttons to sign out. */
export function SessionsSection() {
  const sessions = usePages<UserSession>(
    (cursor, signal) => call('get', '/me/sessions', { query: { cursor }, ...(signal && { signal }) }),
    [],
  );
  const [isEverywhere, setEverywhere] = useState(false);
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
      <RemovableList
        of={sessions}
        none={t('sessions.none')}
        row={(each, onEnd) => <SessionRow key={each.id} session={each} onEnd={onEnd} />}
        dialog={{
          title: () => t('sessions.endTitle'),
          text: t('sessions.endText'),
          action: t('sessions.end'),
        }}
        remove={({ id }) => call('delete', '/me/sessions/{id}', { at: [id], query: { linked: true } })}
        removed={t('sessions.ended')}
      />
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
