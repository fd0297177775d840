import type { AccessSettings, BrowserSettings } from '../../config/settings';
import { callbackUrl } from '../hosted-domain';

/** What the service tells its pages; see `console/README.md`. */
export interface PageFacts {
  readonly hosted: boolean;
  readonly providers: readonly string[];
  readonly console: boolean;
  readonly adminGroup: string;
  readonly writableAttributes: readonly string[];
  readonly passkeysUrl?: string;
}

export function pageFacts(browser: BrowserSettings, access: AccessSettings): PageFacts {
  return {
    hosted: browser.domain !== undefined,
    providers: browser.providers,
    console: browser.console,
    adminGroup: access.adminGroup,
    writableAttributes: [...access.selfWritableAttributes],
    ...(browser.domain !== undefined && { passkeysUrl: passkeysUrl(browser, browser.domain) }),
  };
}

/**
 * Where managed login adds a passkey, for pages that cannot: a passkey belongs to the domain of its page or a parent.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 */
function passkeysUrl(browser: BrowserSettings, domain: string): string {
  const parameters = {
    client_id: browser.clientId,
    response_type: 'code',
    redirect_uri: callbackUrl(browser),
  };
  return `${domain}/passkeys/add?${new URLSearchParams(parameters).toString()}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** The page with the facts in its placeholder, a quoted attribute. */
export function writeFacts(html: string, facts: PageFacts): string {
  const escaped = JSON.stringify(facts).replaceAll(/[&"<>]/g, (letter) => ESCAPES[letter] ?? '');
  return html.replaceAll('%LIFEGUARD%', () => escaped);
}
