import { WrittenOnce } from '../../http/written-once';
import type { Claims, Principal } from '../principal';

/** The caller of a verified token. It is written out once, and what was written lives as long as it does. */
export class TokenPrincipal extends WrittenOnce implements Principal {
  declare readonly username?: string;

  constructor(
    readonly kind: Principal['kind'],
    readonly sub: string,
    readonly clientId: string,
    username: string | undefined,
    readonly groups: readonly string[],
    readonly scopes: readonly string[],
    readonly claims: Claims,
  ) {
    super();
    if (username !== undefined) this.username = username;
  }

  // As in `WrittenOnce`.
  static {
    Reflect.deleteProperty(this.prototype, 'constructor');
  }
}
