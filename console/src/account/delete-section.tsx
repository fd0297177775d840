import { useState } from 'preact/hooks';
import { call } from '../api/call';
import { t } from '../messages/messages';
import { begin, readSession, session } from '../session/session';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Section } from '../ui/section';

/** Deletes the account after the user has typed its name. */
export function DeleteSection({ onDeleted }: { readonly onDeleted: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const current = session.value;
  const username = current?.signedIn ? current.username : '';
  return (
    <Section id="delete" title={t('delete.title')} text={t('delete.text')}>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {t('delete.button')}
      </Button>
      {isAsked && (
        <Confirm
          title={t('delete.confirmTitle')}
          action={t('delete.submit')}
          danger
          typed={username}
          onConfirm={async () => {
            await call('delete', '/me');
            onDeleted();
            // Read again, so that the service clears the cookie.
            begin(await readSession().catch(() => ({ signedIn: false as const })));
          }}
          onClose={() => setAsked(false)}
        >
          <p>{t('delete.confirmText')}</p>
        </Confirm>
      )}
    </Section>
  );
}
