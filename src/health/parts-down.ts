import type { Describable } from '../problems/problem';

/** The dependencies that are down, for the log line of a failed readiness check. */
export class PartsDown extends Error implements Describable {
  override readonly name = 'PartsDown';

  constructor(private readonly parts: readonly string[]) {
    super(`down: ${parts.join(', ')}`);
  }

  describe(): Record<string, unknown> {
    return { name: this.name, parts: this.parts };
  }
}
