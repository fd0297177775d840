import type { Propagation } from 'lifeguard-auth';
import type { AnsweredByDecorator } from '../openapi/route.decorator';

/** The result of a change that ended tokens. `@RevokingRoute` turns it into an answer. */
export class Ended implements AnsweredByDecorator {
  readonly answeredBy = 'RevokingRoute';

  constructor(readonly propagation: Propagation) {}

  /** @throws always: this is no body, and an answer made of it would hide that instances are still to be told. */
  toJSON(): never {
    throw new TypeError('A handler that ends tokens needs @RevokingRoute');
  }
}
