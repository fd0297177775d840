import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { language, t } from '../messages/messages';
import { session, signOut, type SignedIn } from '../session/session';
import { ErrorNote } from '../ui/error-note';
import { useAct } from '../ui/use-act';
import { addressOf } from './addresses';
import { settings } from './settings';
import { Shortcuts } from './shortcuts';

interface Props {
  readonly title: string;
  readonly page: 'account' | 'tokens' | 'console';
  /** Content of the header next to the names of the pages. */
  readonly extra?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of all pages: the skip link, the header with the signed-in user, and the footer. */
export function Shell({ title, page, extra, children }: Props) {
  const current = session.value;
  useEffect(() => void (document.title = `${title} · Lifeguard`), [title]);
  useHeadingAfterChange(title);
  return (
    <>
      <a class="skip-link" href="#content" onClick={toContent}>
        {t('page.skip')}
      </a>
      <header class="page-header">
        <a class="brand" href={addressOf('/account')}>
          <Logo />
          Lifeguard
        </a>
        {current?.signedIn && <Pages page={page} session={current} />}
        {extra}
        {current?.signedIn && <CurrentUser session={current} />}
      </header>
      {children}
      <footer class="page-footer">
        <Languages />
        {current?.signedIn && page !== 'console' && <Shortcuts />}
      </footer>
    </>
  );
}

const toHeading = () => document.querySelector<HTMLElement>('main h1')?.focus();

// Not a link to a fragment, because the console keeps its view there.
function toContent(event: Event): void {
  event.preventDefault();
  toHeading();
}

let isFirst = true;

/**
 * Moves the focus to the heading when the content is replaced, for example after a sign-in. On a newly opened page the
 * focus stays at the top, where the skip link is.
 */
function useHeadingAfterChange(title: string): void {
  useEffect(() => {
    if (!isFirst && document.activeElement === document.body) toHeading();
    isFirst = false;
  }, [title]);
}

function Pages({ page, session: { groups } }: { readonly page: Props['page']; readonly session: SignedIn }) {
  const isAdmin = settings.adminGroup === undefined || groups.includes(settings.adminGroup);
  const link = (name: Props['page'], path: string, text: string) => (
    <a href={addressOf(path)} aria-current={page === name ? 'page' : undefined}>
      {text}
    </a>
  );
  return (
    <nav class="pages" aria-label={t('page.pages')}>
      {link('account', '/account', t('account.nav'))}
      {link('tokens', '/account/tokens', t('tokens.nav'))}
      {settings.console && isAdmin && link('console', '/console', t('console.nav'))}
    </nav>
  );
}

function CurrentUser({ session: { username, name } }: { readonly session: SignedIn }) {
  const act = useAct();
  const [isAsked, setAsked] = useState(false);
  const end = () =>
    act.run(async () => {
      setAsked(true);
      location.assign(await signOut(false));
    });
  return (
    <div class="who">
      <span class="who-name" title={username}>
        {name ?? username}
      </span>
      <button type="button" class="button quiet" onClick={() => void end()} aria-busy={act.busy || undefined}>
        {t('signOut.here')}
      </button>
      {isAsked && <ErrorNote problem={act.problem} />}
    </div>
  );
}

const LANGUAGES = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const;

function Languages() {
  const to = (code: string) => {
    const query = new URLSearchParams(location.search);
    query.set('lang', code);
    return `${location.pathname}?${query}${location.hash}`;
  };
  return (
    <nav aria-label={t('page.language')}>
      {LANGUAGES.map(([code, name]) => (
        <a key={code} href={to(code)} lang={code} aria-current={language.value === code || undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="11" fill="none" stroke="currentColor" stroke-width="8" />
      <path d="M16 0v9M16 23v9M0 16h9M23 16h9" class="logo-bands" />
    </svg>
  );
}
