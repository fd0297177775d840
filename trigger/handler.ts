import { evaluate } from './evaluate';
import type { Rule } from './rules.schema';

/** The trigger as Lambda calls it. */
export type TriggerHandler = (event: unknown) => Promise<Record<string, unknown>>;

/**
 * Creates the handler of the pre token generation trigger, which returns the event with its `response`.
 *
 * @param rules the rules, checked when the function was built
 */
export function triggerHandler(rules: readonly Rule[]): TriggerHandler {
  return (event) =>
    Promise.resolve({ ...(event as Record<string, unknown>), response: evaluate(rules, event) });
}
