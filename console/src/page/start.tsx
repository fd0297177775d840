import { render, type ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import '../ui/style.css';
import { toProblem, type Problem } from '../api/problem';
import { chooseLanguage, t } from '../messages/messages';
import { loadSession, session } from '../session/session';
import { SignInDialog } from '../session/sign-in-dialog';
import { watchSession } from '../session/watch';
import { ErrorNote } from '../ui/error-note';
import { Loading } from '../ui/states';
import { Toasts } from '../ui/toasts';

/** Renders a page once its language and the session are known. */
export async function start(Page: ComponentType): Promise<void> {
  const asked = loadSession().then(() => undefined, toProblem);
  await chooseLanguage();
  const place = document.getElementById('app');
  if (place === null) return;
  render(<Waiting />, place);
  const problem = await asked;
  watchSession();
  render(<Root Page={Page} problem={problem} />, place);
}

function Root({
  Page,
  problem: first,
}: {
  readonly Page: ComponentType;
  readonly problem: Problem | undefined;
}) {
  const [problem, setProblem] = useState(first);
  const retry = () =>
    void loadSession().then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(toProblem(error)),
    );
  return (
    <>
      {session.value === undefined ? (
        <main class="card" id="content">
          <h1>Lifeguard</h1>
          <ErrorNote problem={problem} onRetry={retry} />
        </main>
      ) : (
        <Page />
      )}
      <SignInDialog />
      <Toasts />
    </>
  );
}

function Waiting() {
  return (
    <main class="card" id="content">
      <h1 class="visually-hidden">{t('state.loading')}</h1>
      <Loading />
    </main>
  );
}
