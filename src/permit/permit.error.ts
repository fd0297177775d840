import { StartupError } from '../config/startup-error';

/** Invalid policies, schema or `@Permit` decorators. It prevents startup. */
export class PermitError extends StartupError {
  override readonly name = 'PermitError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
