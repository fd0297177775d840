import { hostedDomain, onOrOff, sessionProviders, sessionScopes, sessionSecrets } from './browser.schemas';
import { optional, withDefault } from './setting';
import { text, wholeNumber } from './value.schemas';

const SCOPES = 'openid email profile aws.cognito.signin.user.admin';

/** Sessions and pages for browsers. */
export const browser = {
  sessions: withDefault('BROWSER_SESSIONS', 'off', onOrOff, {
    meaning:
      '`on`: browsers sign in at `/session` and hold a cookie instead of tokens, with pages at `/account` and `/console`; it needs `PUBLIC_URL` (https, except on loopback outside production), `SESSION_SECRET` and an app client with a secret; `off`: no cookie is ever read',
  }),
  clientId: optional('SESSION_CLIENT_ID', text, {
    meaning:
      'the app client of browser sign-ins, one of `COGNITO_CLIENT_IDS`, with a secret in `COGNITO_CLIENT_SECRETS` (RFC 10017)',
    defaultInWords: '`COGNITO_AUTH_CLIENT_ID`',
  }),
  domain: optional('COGNITO_DOMAIN', hostedDomain, {
    meaning:
      "origin of the user pool's hosted sign-in pages, such as `https://auth.example.com`, where `<PUBLIC_URL>/session/callback` and `<PUBLIC_URL>/account` must be registered; without it only the password form works",
  }),
  scopes: withDefault('SESSION_SCOPES', SCOPES, sessionScopes, {
    meaning: 'scopes requested at the hosted pages, separated by spaces; `openid` must be among them',
  }),
  providers: withDefault('SESSION_PROVIDERS', '', sessionProviders, {
    meaning: 'names of identity providers that the account page shows as buttons, separated by commas',
  }),
  idleMinutes: withDefault('SESSION_IDLE_MINUTES', '1440', wholeNumber(1, 525_600), {
    meaning: 'minutes without a request after which a session ends, 1 to 525600',
  }),
  maxHours: withDefault('SESSION_MAX_HOURS', '720', wholeNumber(1, 87_600), {
    meaning: 'hours after which a session ends even if it is used, 1 to 87600',
  }),
  secrets: optional('SESSION_SECRET', sessionSecrets, {
    meaning:
      'encrypts sessions and sign-ins: 32 random bytes or more in base64 (`openssl rand -base64 32`); several, separated by commas, for rotation: the first encrypts, all of them decrypt',
    defaultInWords: 'required with `BROWSER_SESSIONS=on`',
    secret: true,
  }),
  console: withDefault('CONSOLE', 'on', onOrOff, { meaning: '`off`: no admin console at `/console`' }),
};
