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

// Nest asks of whatever a handler returns whether its constructor is `Object`, by the source text of both. One that is
// not there is not asked for, which makes a difference in what is returned as often as this. A debugger shows a plain
// object then; `instanceof` works as ever.
Reflect.deleteProperty(TokenPrincipal.prototype, 'constructor');

/** Any answer as JSON; the caller of a token is written out only the first time. */
export const toJson = (answer: unknown): string =>
  answer instanceof TokenPrincipal ? answer.json : JSON.stringify(answer);
