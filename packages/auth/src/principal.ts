import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The claims of a verified access token, as Cognito signed them. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Who is calling: a person who signed in (`user`) or a machine with client credentials (`client`). It is frozen
 * throughout, since one principal serves every request that brings the same token.
 */
export interface Principal {
  readonly kind: 'user' | 'client';
  /** The user's immutable id; a machine's client id. */
  readonly sub: string;
  /** A person's only. */
  readonly username?: string;
  /** The app client that the token was issued to. */
  readonly clientId: string;
  /** `cognito:groups`; a machine has none. */
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: Claims;
}

/** What the access guard leaves on the request for the decorators below. */
export interface AuthenticatedRequest {
  principal?: Principal;
  accessToken?: string;
}

// The first argument is the request; `switchToHttp()` makes three functions to say so.
const authenticated = (context: ExecutionContext): AuthenticatedRequest =>
  context.getArgByIndex<AuthenticatedRequest>(0);

/** The verified caller, as a parameter of a handler: `whoami(@Principal() caller: Principal)`. Undefined on a public route. */
export const Principal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).principal;
});

/** The caller's own access token, for a call to Cognito in the caller's name. Never log or keep it. */
export const AccessToken = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return authenticated(context).accessToken;
});
