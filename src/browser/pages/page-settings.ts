import type { AccessSettings, BrowserSettings } from '../../config/settings';
import { callbackUrl } from '../hosted-domain';

/** The settings that the service writes into its pages; see `console/README.md`. */
export interface PageSettings {
  readonly hosted: boolean;
  readonly providers: readonly string[];
  readonly console: boolean;
  readonly adminGroup: string;
  readonly writableAttributes: readonly string[];
  readonly passkeysUrl?: string;
}

/** Selects the settings that the pages need. They are public. */
export function pageSettings(browser: BrowserSettings, access: AccessSettings): PageSettings {
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
 * The page of managed login that adds a passkey. Our own pages can add one only if the relying party is their domain or a
 * parent of it.
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

/** Writes the settings into the page's placeholder, which is a quoted attribute. */
export function writeSettings(html: string, settings: PageSettings): string {
  const escaped = JSON.stringify(settings).replaceAll(/[&"<>]/g, (letter) => ESCAPES[letter] ?? '');
  return html.replaceAll('%LIFEGUARD%', () => escaped);
}
