/** Errors whose messages come from the engine and cannot contain user data. */
const SAFE_MESSAGES = new Set(['TypeError', 'ReferenceError', 'RangeError']);

/**
 * The stack of an unhandled error for the log: its name and where it was thrown. Most messages are omitted
 * because they may repeat the caller's input, as those of `JSON.parse` do.
 */
export function stackOf(fault: unknown): string {
  if (!(fault instanceof Error)) return `not an Error: ${typeof fault}`;
  const { name, message, stack = '' } = fault;
  const title = SAFE_MESSAGES.has(name) ? `${name}: ${message}` : name;
  const below = stack.slice(stack.indexOf(message) + message.length);
  return [title, ...(below.match(/^ {4}at .+$/gm) ?? [])].join('\n');
}
