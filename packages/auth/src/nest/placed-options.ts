import type { CommonOptions, LifeguardOptions } from '../options/lifeguard.options.ts';
import { OptionsError } from '../options/options.error.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';

/** What the module is told before its options are made. */
export type Placed = Pick<CommonOptions, 'guard' | 'filter'>;

/**
 * The options that a factory makes, together with what the module was told before.
 *
 * @throws OptionsError with every fault of both.
 */
export function resolvePlaced(placed: Placed, made: LifeguardOptions): ResolvedOptions {
  const faults = faultsOf(placed, made);
  try {
    const resolved = resolveOptions({ ...made, guard: made.guard ?? placed.guard });
    if (faults.length === 0) return resolved;
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    faults.push(...error.faults);
  }
  throw new OptionsError(faults);
}

/** Where both say where the guard stands, the module has placed it already, or has not. */
function faultsOf({ guard, filter }: Placed, made: Placed): string[] {
  const faults: string[] = [];
  if (guard !== undefined && made.guard !== undefined && made.guard !== guard)
    faults.push(`guard: is \`${guard}\` beside \`useFactory\`, and \`${made.guard}\` in what it makes`);
  if (filter !== undefined && filter !== 'global' && filter !== 'manual')
    faults.push('filter: must be `global` or `manual`');
  return faults;
}
