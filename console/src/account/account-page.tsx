import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { Shell } from '../page/shell';
import { begin, session } from '../session/session';
import { SignIn } from '../sign-in/sign-in';
import { Account } from './account';

/** `/account`: sign-in, and the settings of the signed-in user's account. */
export function AccountPage() {
  const [farewell, setFarewell] = useState<string>();
  const current = session.value;
  if (current?.signedIn) {
    return (
      <Shell title={t('account.title')} page="account">
        <Account onDeleted={() => setFarewell(t('delete.done'))} />
      </Shell>
    );
  }
  return (
    <Shell title={t('signIn.title')} page="account">
      <main class="card" id="content">
        <h1 tabIndex={-1}>{t('signIn.title')}</h1>
        {farewell !== undefined && (
          <div class="note info" role="status">
            {farewell}
          </div>
        )}
        <SignIn onSignedIn={begin} />
      </main>
    </Shell>
  );
}
