import type { CommonOptions, LifeguardOptions } from '../options/lifeguard.options.ts';
import { OptionsError } from '../options/options.error.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import type { ResolvedOptions } from '../options/resolved.options.ts';

/** Options that the module needs before its factory runs. */
type Placed = Pick<CommonOptions, 'guard' | 'filter'>;

/**
 * Combines the options from a factory with those given to the module.
 *
 * @throws OptionsError listing every invalid option of both.
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

/** If both set the guard, they must agree, because the module has already placed the guard or left it out. */
function faultsOf({ guard, filter }: Placed, made: Placed): string[] {
  const faults: string[] = [];
  if (guard !== undefined && made.guard !== undefined && made.guard !== guard)
    faults.push(`guard: is \`${guard}\` next to \`useFactory\`, and \`${made.guard}\` in its result`);
  if (filter !== undefined && filter !== 'global' && filter !== 'manual')
    faults.push('filter: must be `global` or `manual`');
  return faults;
}
