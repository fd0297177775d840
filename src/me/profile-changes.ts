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
