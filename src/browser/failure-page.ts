import { createHash } from 'node:crypto';
import type { StaticHeaders } from '../http/security-headers';
import type { ProblemCode } from '../problems/catalogue';

type Language = 'en' | 'de';

interface Words {
  readonly title: string;
  readonly text: string;
}

/** The colours of the account page, written out so that a contrast check can read them. */
const STYLE =
  ':root{color-scheme:light dark;font:.875rem/1.5 system-ui,sans-serif;' +
  'background:light-dark(#f5f6f7,#101517);color:light-dark(#18222a,#e7edf0)}' +
  'body{margin:12vh 1rem 0}h1{margin:0;font-size:1.375rem}a{color:light-dark(#0b6a64,#5bc8bd)}' +
  'main{max-width:22rem;margin:auto;padding:1.75rem;border:1px solid light-dark(#dde2e5,#2b3539);' +
  'border-radius:12px;background:light-dark(#fff,#171d20)}' +
  'small{color:light-dark(#55646e,#9dabb3);overflow-wrap:anywhere}';

/** The policy of the page: no scripts, nothing from another origin, and the one inline style, allowed by its hash. */
export const FAILURE_PAGE_HEADERS: StaticHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
};

const WORDS: Readonly<Record<Language, Readonly<Partial<Record<ProblemCode, Words>>>>> = {
  en: {
    sign_in_state: {
      title: 'This sign-in cannot be finished',
      text: 'It was started in another browser or more than ten minutes ago, it is already finished, or this browser blocks this site’s cookies.',
    },
    sign_in_failed: { title: 'You were not signed in', text: 'The sign-in was refused or cancelled.' },
    cognito_unavailable: {
      title: 'Signing in is not possible at the moment',
      text: 'The sign-in service is not responding. Reload this page in a moment.',
    },
    rate_limited: { title: 'Too many attempts', text: 'Wait a minute, then try again.' },
  },
  de: {
    sign_in_state: {
      title: 'Diese Anmeldung kann nicht abgeschlossen werden',
      text: 'Sie wurde in einem anderen Browser oder vor mehr als zehn Minuten begonnen, sie ist bereits abgeschlossen oder dieser Browser blockiert Cookies dieser Website.',
    },
    sign_in_failed: {
      title: 'Sie wurden nicht angemeldet',
      text: 'Die Anmeldung wurde abgelehnt oder abgebrochen.',
    },
    cognito_unavailable: {
      title: 'Die Anmeldung ist zurzeit nicht möglich',
      text: 'Der Anmeldedienst antwortet nicht. Bitte laden Sie diese Seite in Kürze neu.',
    },
    rate_limited: {
      title: 'Zu viele Versuche',
      text: 'Bitte warten Sie eine Minute und versuchen Sie es dann erneut.',
    },
  },
};

const OTHER: Readonly<Record<Language, Words>> = {
  en: { title: 'Something went wrong', text: 'The sign-in could not be finished.' },
  de: { title: 'Etwas ist schiefgegangen', text: 'Die Anmeldung konnte nicht abgeschlossen werden.' },
};

const BACK: Readonly<Record<Language, string>> = { en: 'Back to sign-in', de: 'Zurück zur Anmeldung' };
const REQUEST: Readonly<Record<Language, string>> = { en: 'Request', de: 'Anfrage' };

/** The language of the page: German if it is first in `Accept-Language`, else English. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /^\s*de\b/i.test(acceptLanguage ?? '') ? 'de' : 'en';

/**
 * A page for a person whose sign-in failed. The texts are fixed; nothing from the request or from Cognito is shown except
 * the request id.
 *
 * @param account the address of the account page.
 */
export function failurePage(
  code: ProblemCode,
  language: Language,
  { account, requestId }: { readonly account: string; readonly requestId: string },
): string {
  const outage = ['keys_unavailable', 'sessions_unavailable'].includes(code) ? 'cognito_unavailable' : code;
  const { title, text } = WORDS[language][outage] ?? OTHER[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="${account}">${BACK[language]}</a></p>
<p><small>${REQUEST[language]} ${requestId.replaceAll(/[^\w.:/+=-]/g, '')}</small></p>
</main>
</body>
</html>
`;
}
