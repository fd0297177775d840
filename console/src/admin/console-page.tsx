import { t } from '../messages/messages';
import { addressOf } from '../page/addresses';
import { settings } from '../page/settings';
import { Shell } from '../page/shell';
import { begin, session } from '../session/session';
import { SignIn } from '../sign-in/sign-in';
import { Console } from './console';

/** `/console`: for members of the admin group. Other users see a message, and no data is requested. */
export function ConsolePage() {
  const current = session.value;
  if (!current?.signedIn) {
    return (
      <Shell title={t('signIn.title')} page="console">
        <main class="card" id="content">
          <h1 tabIndex={-1}>{t('console.signIn')}</h1>
          <SignIn onSignedIn={begin} />
        </main>
      </Shell>
    );
  }
  if (settings.adminGroup !== undefined && !current.groups.includes(settings.adminGroup)) {
    return <NotForYou username={current.username} group={settings.adminGroup} />;
  }
  return <Console />;
}

function NotForYou({ username, group }: { readonly username: string; readonly group: string }) {
  return (
    <Shell title={t('console.notForYou')} page="console">
      <main class="card" id="content">
        <h1 tabIndex={-1}>{t('console.notForYou')}</h1>
        <p>{t('console.notForYouText', { username, group })}</p>
        <a class="button" href={addressOf('/account')}>
          {t('console.toAccount')}
        </a>
      </main>
    </Shell>
  );
}
