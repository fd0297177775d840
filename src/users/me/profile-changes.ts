/** What Cognito needs two actions for: the values to write, and the names to remove (`null`). */
export function split(attributes: Readonly<Record<string, string | null>>): {
  written: Record<string, string>;
  removed: string[];
} {
  const entries = Object.entries(attributes);
  return {
    written: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null)),
    removed: entries.filter(([, value]) => value === null).map(([name]) => name),
  };
}

/**
 * What brings the attributes `names` back to how they were. Whether an address was verified is not among it: nobody
 * may write that of themselves.
 */
export function restoration(
  before: Readonly<Record<string, string>>,
  names: readonly string[],
): { values: Record<string, string>; absent: string[] } {
  return {
    values: Object.fromEntries(Object.entries(before).filter(([name]) => names.includes(name))),
    absent: names.filter((name) => !Object.hasOwn(before, name)),
  };
}
