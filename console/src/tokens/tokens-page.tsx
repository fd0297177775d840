import { t } from '../messages/messages';
import { Shell } from '../page/shell';
import { begin, session } from '../session/session';
import { SignIn } from '../sign-in/sign-in';
import { Claims } from './claims';
import { RoutesTable } from './routes-table';

/** `/account/tokens`: the claims of the session's tokens, and the routes that they give access to. */
export function TokensPage() {
  const current = session.value;
  if (!current?.signedIn) {
    return (
      <Shell title={t('signIn.title')} page="tokens">
        <main class="card" id="content">
          <h1 tabIndex={-1}>{t('signIn.title')}</h1>
          <SignIn onSignedIn={begin} />
        </main>
      </Shell>
    );
  }
  return (
    <Shell title={t('tokens.title')} page="tokens">
      <main class="wide" id="content">
        <h1 tabIndex={-1}>{t('tokens.title')}</h1>
        <p class="muted">{t('tokens.text')}</p>
        <Claims />
        <RoutesTable />
      </main>
    </Shell>
  );
}
