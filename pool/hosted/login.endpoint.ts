import type { Passed } from '../overlay/sign-in/attempt';
import { subOf } from '../overlay/token.issuer';
import { pathFor } from './account.form';
import { answerWithCode } from './authorize.endpoint';
import { checkRequest } from './authorize.request';
import { challengePage, responsesIn } from './challenge.pages';
import { CSRF_FIELD, csrfToken, isOwnForm } from './csrf';
import type { Exchange } from './exchange';
import { errorPage, formPage } from './hosted.pages';
import type { AuthorizationRequest, HostedState } from './hosted.state';
import { respond, signIn, type Failed, type HostedStep } from './sign-in.steps';

/** `GET /login` shows the form; `POST /login` handles it and the answers to challenges. */
export async function login(state: HostedState, exchange: Exchange): Promise<void> {
  const checked = await checkRequest(state, exchange.query);
  if (checked.kind === 'refused') return exchange.page(400, errorPage(checked.message));
  if (checked.kind === 'redirect') return exchange.redirect(checked.location);
  if (exchange.method !== 'POST') return showForm(state, exchange);
  const form = await exchange.form();
  if (!isOwnForm(form, exchange)) {
    return showForm(state, exchange, 'Something went wrong. Try again.');
  }
  const step = form.has('challenge')
    ? await respond(state, checked.request.client, form, responsesIn(form))
    : await signIn(state, checked.request.client, form.get('username') ?? '', form.get('password') ?? '');
  show(state, exchange, checked.request, step);
}

function show(state: HostedState, exchange: Exchange, request: AuthorizationRequest, step: HostedStep): void {
  if (step.kind === 'passed') return finish(state, exchange, request, step);
  if (step.kind === 'failed') return fail(state, exchange, step);
  exchange.page(200, challengePage(step, exchange.url.pathname + exchange.url.search, csrfToken(exchange)));
}

/** Refusals after which the sign-in continues on another page. */
const NEXT_PAGE: Readonly<Record<string, string>> = {
  UserNotConfirmedException: '/confirm',
  PasswordResetRequiredException: '/confirmforgotPassword',
};

function fail(state: HostedState, exchange: Exchange, { code, message, username }: Failed): void {
  const path = NEXT_PAGE[code];
  if (path === undefined) showForm(state, exchange, message);
  else exchange.redirect(pathFor(exchange, path, username));
}

function finish(
  state: HostedState,
  exchange: Exchange,
  request: AuthorizationRequest,
  { user, attempt }: Passed,
): void {
  const { passed, authTime } = attempt;
  const clientId = request.client.ClientId;
  const session = state.sessions.open(exchange, subOf(user), clientId, { passed, authTime });
  answerWithCode(state, exchange, request, session);
}

function showForm(state: HostedState, exchange: Exchange, error?: string): void {
  const { search } = exchange.url;
  const { provider } = state.federation;
  const elsewhere = new URLSearchParams(exchange.query);
  elsewhere.set('identity_provider', provider);
  elsewhere.delete('prompt');
  const html = formPage({
    title: 'Sign in',
    action: `/login${search}`,
    error,
    hidden: { [CSRF_FIELD]: csrfToken(exchange) },
    fields: [
      {
        name: 'username',
        label: 'Username',
        value: exchange.query.get('login_hint') ?? '',
        autocomplete: 'username',
      },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    button: 'Sign in',
    links: {
      [`Continue with ${provider}`]: `/oauth2/authorize?${elsewhere.toString()}`,
      'Forgot your password?': `/forgotPassword${search}`,
      'Sign up': `/signup${search}`,
    },
  });
  exchange.page(200, html);
}
