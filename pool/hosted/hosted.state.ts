import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { ActionRouter } from '../overlay/overlay.router';
import type { PoolState } from '../overlay/pool.state';
import type { AuthorizationCodes } from './authorization.codes';
import type { DomainSessions } from './domain.sessions';
import type { Federation } from './federation';

/** The state that the endpoints of the user pool domain share. */
export interface HostedState {
  /** Origin of the user pool domain; the same as the pool's endpoint. */
  readonly origin: string;
  readonly pool: PoolState;
  /** The pool's own API, through which the pages sign users in. */
  readonly router: ActionRouter;
  readonly codes: AuthorizationCodes;
  readonly sessions: DomainSessions;
  readonly federation: Federation;
}

/** A checked request to `/oauth2/authorize`. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
}
