import { randomBytes, timingSafeEqual } from 'node:crypto';
import { answerWithCode } from './authorize.endpoint';
import { checkRequest } from './authorize.request';
import { challengePage, responsesIn } from './challenge.pages';
import type { Exchange } from './exchange';
import { errorPage, formPage } from './hosted.pages';
import type { AuthorizationRequest, HostedState } from './hosted.state';
import type { Passed } from '../overlay/sign-in/attempt';
import { subOf } from '../overlay/token.issuer';
import { type HostedStep, respond, signIn } from './sign-in.steps';

const CSRF_COOKIE = 'XSRF-TOKEN';
const HOUR_SECONDS = 3600;

/** `GET /login` shows the form, `POST /login` takes it and the answers to challenges. */
export async function login(state: HostedState, exchange: Exchange): Promise<void> {
  const checked = await checkRequest(state, exchange.query);
  if (checked.kind === 'refused') return exchange.page(400, errorPage(checked.message));
  if (checked.kind === 'redirect') return exchange.redirect(checked.location);
  if (exchange.method !== 'POST') return showForm(state, exchange);
  const form = await exchange.form();
  if (!isSame(form.get('_csrf'), exchange.cookie(CSRF_COOKIE))) {
    return showForm(state, exchange, 'Something went wrong. Try again.');
  }
  const step = form.has('challenge')
    ? await respond(state.pool, checked.request.client, form, responsesIn(form))
    : await signIn(
        state.pool,
        checked.request.client,
        form.get('username') ?? '',
        form.get('password') ?? '',
      );
  show(state, exchange, checked.request, step);
}

function show(state: HostedState, exchange: Exchange, request: AuthorizationRequest, step: HostedStep): void {
  if (step.kind === 'passed') return finish(state, exchange, request, step);
  if (step.kind === 'failed') return showForm(state, exchange, step.message);
  exchange.page(200, challengePage(step, exchange.url.pathname + exchange.url.search, csrf(exchange)));
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
    hidden: { _csrf: csrf(exchange) },
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
    links: { [provider]: `/oauth2/authorize?${elsewhere.toString()}` },
  });
  exchange.page(200, html);
}

/** The same in a cookie and in the form: another site can send neither. */
function csrf(exchange: Exchange): string {
  const token = exchange.cookie(CSRF_COOKIE) ?? randomBytes(16).toString('hex');
  exchange.setCookie(CSRF_COOKIE, token, HOUR_SECONDS);
  return token;
}

function isSame(given: string | null, expected: string | undefined): boolean {
  if (given === null || expected === undefined || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
