import type { Claims, Principal } from '../principal';

/** The caller of a verified token. It is written out once, and what was written lives as long as it does. */
export class TokenPrincipal implements Principal {
  declare readonly username?: string;
  #json: string | undefined;

  constructor(
    readonly kind: Principal['kind'],
    readonly sub: string,
    readonly clientId: string,
    username: string | undefined,
    readonly groups: readonly string[],
    readonly scopes: readonly string[],
    readonly claims: Claims,
  ) {
    if (username !== undefined) this.username = username;
  }

  /** The principal as JSON. It is frozen, so that this never changes. */
  get json(): string {
    this.#json ??= JSON.stringify(this);
    return this.#json;
  }
}

/** A principal as JSON, written out only the first time for one that came with a token. */
export const principalJson = (principal: Principal): string =>
  principal instanceof TokenPrincipal ? principal.json : JSON.stringify(principal);
