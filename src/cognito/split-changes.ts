/** What Cognito needs two actions for: the values to write, and the names to remove (`null`). */
export function splitChanges({ attributes }: { attributes: Readonly<Record<string, string | null>> }): {
  written: Record<string, string>;
  removed: string[];
} {
  const entries = Object.entries(attributes);
  return {
    written: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null)),
    removed: entries.filter(([, value]) => value === null).map(([name]) => name),
  };
}
