import { CognitoError } from 'cognito-local/lib/errors';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import { secretHash } from '../overlay/secret-hash';
import { checkRequest } from './authorize.request';
import { CSRF_FIELD, csrfToken, isOwnForm } from './csrf';
import type { Exchange } from './exchange';
import { errorPage, formPage, type Field } from './hosted.pages';
import type { HostedState } from './hosted.state';

/** The query parameter with the username of the person who fills in a form. */
const USERNAME = 'username';

/** The members of a request that name the app client and the user. */
interface Named {
  readonly ClientId: string;
  readonly Username: string;
  readonly SecretHash?: string;
}

/** A page with a form that is sent to one action of the API. */
interface AccountForm {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly button: string;
  /** Links below the form: path by text. */
  readonly links?: Readonly<Record<string, string>>;
  /** @throws CognitoError, whose message the page shows */
  readonly submit: (state: HostedState, named: Named, value: (field: string) => string) => Promise<unknown>;
  /** The path that the browser is sent to afterwards. */
  readonly next: string;
}

/** The endpoint that shows a form and handles it. Its URL keeps the parameters of `/oauth2/authorize`. */
export const accountForm =
  (form: AccountForm) =>
  async (state: HostedState, exchange: Exchange): Promise<void> => {
    const checked = await checkRequest(state, exchange.query);
    if (checked.kind === 'refused') return exchange.page(400, errorPage(checked.message));
    if (checked.kind === 'redirect') return exchange.redirect(checked.location);
    if (exchange.method !== 'POST') return show(form, exchange);
    const sent = await exchange.form();
    if (!isOwnForm(sent, exchange)) return show(form, exchange, 'Something went wrong. Try again.');
    const username = sent.get(USERNAME) ?? exchange.query.get(USERNAME) ?? '';
    try {
      const named = namedAs(checked.request.client, username);
      await form.submit(state, named, (field) => sent.get(field) ?? '');
    } catch (error) {
      if (!(error instanceof CognitoError)) throw error;
      return show(form, exchange, error.message);
    }
    exchange.redirect(pathFor(exchange, form.next, username));
  };

/** A path of the domain with the parameters of this request and a username. */
export function pathFor({ query }: Exchange, path: string, username: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set(path === '/login' ? 'login_hint' : USERNAME, username);
  return `${path}?${parameters.toString()}`;
}

function show({ title, fields, button, links = {} }: AccountForm, exchange: Exchange, error?: string): void {
  const { pathname, search } = exchange.url;
  exchange.page(
    200,
    formPage({
      title,
      fields,
      button,
      error,
      action: pathname + search,
      hidden: { [CSRF_FIELD]: csrfToken(exchange) },
      links: Object.fromEntries(Object.entries(links).map(([text, path]) => [text, path + search])),
    }),
  );
}

function namedAs({ ClientId, ClientSecret }: AppClient, Username: string): Named {
  const hash = ClientSecret === undefined ? {} : { SecretHash: secretHash(Username, ClientId, ClientSecret) };
  return { ClientId, Username, ...hash };
}
