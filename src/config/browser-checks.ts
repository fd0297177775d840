import type { CrossCheck, Values } from './cross-check';
import { isSecureAddress } from './settings/browser.schemas';

const isOn = ({ BROWSER_SESSIONS: sessions }: Values): boolean => sessions === true;

const isSecure = (address: unknown, { NODE_ENV: environment }: Values): boolean =>
  typeof address !== 'string' ||
  !URL.canParse(address) ||
  isSecureAddress(address, environment === 'production');

/** The app client of browser sign-ins; undefined if the settings do not determine it. */
function browserClient(values: Values): unknown {
  const { SESSION_CLIENT_ID, COGNITO_AUTH_CLIENT_ID, COGNITO_CLIENT_IDS: ids } = values;
  return (
    SESSION_CLIENT_ID ?? COGNITO_AUTH_CLIENT_ID ?? (Array.isArray(ids) ? (ids[0] as unknown) : undefined)
  );
}

/** Rules between the settings of browser sessions and others. */
export const BROWSER_CHECKS: readonly CrossCheck[] = [
  {
    setting: 'PUBLIC_URL',
    message: 'is required if BROWSER_SESSIONS is on',
    holds: (values) => !isOn(values) || values.PUBLIC_URL !== undefined,
  },
  {
    setting: 'PUBLIC_URL',
    message: 'must be https if BROWSER_SESSIONS is on, except on loopback outside production',
    holds: (values) => !isOn(values) || isSecure(values.PUBLIC_URL, values),
  },
  {
    setting: 'COGNITO_DOMAIN',
    message: 'must be https, except on loopback outside production',
    holds: (values) => isSecure(values.COGNITO_DOMAIN, values),
  },
  {
    setting: 'SESSION_SECRET',
    message: 'is required if BROWSER_SESSIONS is on',
    holds: (values) => !isOn(values) || values.SESSION_SECRET !== undefined,
  },
  {
    setting: 'SESSION_CLIENT_ID',
    message: 'is not one of COGNITO_CLIENT_IDS',
    holds: ({ SESSION_CLIENT_ID: client, COGNITO_CLIENT_IDS: ids }) =>
      client === undefined || !Array.isArray(ids) || ids.includes(client),
  },
  {
    // RFC 10017: a backend for frontends is a confidential client.
    setting: 'SESSION_CLIENT_ID',
    message: 'names or defaults to an app client without a secret in COGNITO_CLIENT_SECRETS',
    holds: (values) => {
      const { COGNITO_CLIENT_SECRETS: secrets, COGNITO_CLIENT_IDS: ids } = values;
      const client = browserClient(values);
      if (!isOn(values) || !(secrets instanceof Map) || !Array.isArray(ids) || !ids.includes(client))
        return true;
      return secrets.has(client);
    },
  },
];
