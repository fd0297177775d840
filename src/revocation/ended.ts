import type { Propagation } from 'lifeguard-auth';
import type { AnsweredByDecorator } from '../openapi/route.decorator';

/** The result of a change that ended tokens. `@RevokingRoute` turns it into an answer. */
export class Ended implements AnsweredByDecorator {
  readonly answeredBy = 'RevokingRoute';

  constructor(readonly propagation: Propagation) {}

  /** @throws always: sent as a body, it would hide that other instances have not been told yet. */
  toJSON(): never {
    throw new TypeError('A handler that ends tokens needs @RevokingRoute');
  }
}
