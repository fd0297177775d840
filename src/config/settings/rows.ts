import { access } from './access.rows';
import { browser } from './browser.rows';
import { cognito } from './cognito.rows';
import { http } from './http.rows';
import { identity } from './identity.rows';
import { limits } from './limits.rows';
import { permissions } from './permissions.rows';
import { observability, runtime, shutdown } from './runtime.rows';
import type { Rows, Setting, Slice } from './setting';
import { store } from './store.rows';

/** Every setting of the service, by the slice of the feature that reads it, in the order of the documents. */
export const ROWS = {
  cognito,
  access,
  permissions,
  identity,
  limits,
  http,
  browser,
  store,
  observability,
  shutdown,
  runtime,
};

/** The headings of the slices in `.env.example`. */
export const HEADINGS: Readonly<Record<keyof typeof ROWS, string>> = {
  cognito: 'The user pool',
  access: 'Who may do what',
  permissions: 'Fine-grained permissions',
  identity: 'Temporary AWS credentials',
  limits: 'Rate limits',
  http: 'The server',
  browser: 'Browsers',
  store: 'More than one instance',
  observability: 'Logs, metrics and traces',
  shutdown: 'Shutdown',
  runtime: 'Environment',
};

/** Every setting as one list. */
export const ALL_SETTINGS: readonly Setting[] = Object.values(ROWS).flatMap((slice: Rows) =>
  Object.values(slice),
);

/** The values of all rows, before what they derive from each other. */
export type Parsed = { readonly [Name in keyof typeof ROWS]: Slice<(typeof ROWS)[Name]> };
