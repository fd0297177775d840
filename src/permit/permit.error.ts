import { StartupError } from '../config/startup-error';

/** Policies, a schema or `@Permit` decorators that cannot work. It stops the start. */
export class PermitError extends StartupError {
  override readonly name = 'PermitError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
