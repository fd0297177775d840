/** Errors whose messages the runtime makes of the code, and not of the data. */
const OF_THE_CODE = new Set(['TypeError', 'ReferenceError', 'RangeError']);

/**
 * The stack of a fault, for the log: its name and where it was thrown. The message of most errors is left out: it may
 * repeat what the caller sent, as that of `JSON.parse` does.
 */
export function stackOf(fault: unknown): string {
  if (!(fault instanceof Error)) return `not an error but: ${typeof fault}`;
  const { name, message, stack = '' } = fault;
  const title = OF_THE_CODE.has(name) ? `${name}: ${message}` : name;
  const below = stack.slice(stack.indexOf(message) + message.length);
  return [title, ...(below.match(/^ {4}at .+$/gm) ?? [])].join('\n');
}
