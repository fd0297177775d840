import type { Propagation } from 'lifeguard-auth';
import type { AnsweredByDecorator } from '../openapi/route.decorator';

/** The result of a change that revoked tokens. `@RevokingRoute` turns it into a response. */
export class Ended implements AnsweredByDecorator {
  readonly answeredBy = 'RevokingRoute';

  constructor(readonly propagation: Propagation) {}

  /**
   * @throws always: sent as a body, it would hide that the revocation is not shared yet.
   */
  toJSON(): never {
    throw new TypeError('A handler that revokes tokens needs @RevokingRoute');
  }
}
