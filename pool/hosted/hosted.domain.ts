import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ActionRouter } from '../overlay/overlay.router';
import type { PoolState } from '../overlay/pool.state';
import { confirm, confirmForgotPassword, forgotPassword, resendCode, signUp } from './account.endpoints';
import { AuthorizationCodes } from './authorization.codes';
import { authorize } from './authorize.endpoint';
import { DomainSessions } from './domain.sessions';
import { Exchange } from './exchange';
import { Federation } from './federation';
import type { HostedState } from './hosted.state';
import { idpResponse } from './idp-response.endpoint';
import { login } from './login.endpoint';
import { logout } from './logout.endpoint';
import { revoke } from './revoke.endpoint';
import { token } from './token.endpoint';
import { userInfo } from './user-info.endpoint';

type Endpoint = (state: HostedState, exchange: Exchange) => Promise<void>;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/oauth2/authorize': authorize,
  '/oauth2/idpresponse': idpResponse,
  '/oauth2/token': token,
  '/oauth2/revoke': revoke,
  '/oauth2/userInfo': userInfo,
  '/login': login,
  '/logout': logout,
  '/signup': signUp,
  '/confirm': confirm,
  '/resendcode': resendCode,
  '/forgotPassword': forgotPassword,
  '/confirmforgotPassword': confirmForgotPassword,
};

/** The hosted sign-in pages and OAuth endpoints of the pool: its user pool domain. */
export interface HostedDomain {
  /** Answers a request to one of the endpoints. Returns false for any other path. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Members of the pool's discovery document (OpenID Connect Discovery section 3). */
  readonly discovery: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * The emulated user pool domain of an embedded pool. Each endpoint follows the AWS page that it names, but it is our own
 * code: tests against it prove nothing about Cognito itself.
 */
export function hostedDomain(origin: string, pool: PoolState, router: ActionRouter): HostedDomain {
  const federation = new Federation(origin, pool);
  const state: HostedState = {
    origin,
    pool,
    router,
    federation,
    codes: new AuthorizationCodes(),
    sessions: new DomainSessions(pool.sessions),
  };
  return {
    handle: (request, response) => {
      const exchange = new Exchange(request, response, origin);
      const { pathname } = exchange.url;
      const endpoint = Object.hasOwn(ENDPOINTS, pathname) ? ENDPOINTS[pathname] : undefined;
      endpoint?.(state, exchange).catch((error: unknown) => fail(exchange, error));
      return endpoint !== undefined;
    },
    discovery: {
      authorization_endpoint: `${origin}/oauth2/authorize`,
      token_endpoint: `${origin}/oauth2/token`,
      userinfo_endpoint: `${origin}/oauth2/userInfo`,
      revocation_endpoint: `${origin}/oauth2/revoke`,
    },
    close: () => federation.close(),
  };
}

function fail(exchange: Exchange, error: unknown): void {
  console.error(error);
  if (!exchange.response.headersSent) exchange.json(500, { error: 'server_error' });
}
