import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { ActionRouter } from '../overlay/overlay.router';
import type { PoolState } from '../overlay/pool.state';
import type { AuthorizationCodes } from './authorization.codes';
import type { DomainSessions } from './domain.sessions';
import type { Federation } from './federation';

/** Everything that the endpoints of the user pool domain share. */
export interface HostedState {
  /** Origin of the user pool domain: the endpoint of the pool itself. */
  readonly origin: string;
  readonly pool: PoolState;
  /** The pool's own API: people sign in here as they do there. */
  readonly router: ActionRouter;
  readonly codes: AuthorizationCodes;
  readonly sessions: DomainSessions;
  readonly federation: Federation;
}

/** What an application asked of `/oauth2/authorize`, once it has been checked. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
}
