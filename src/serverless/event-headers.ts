import type { HttpEvent } from './events';

/**
 * The headers of an event by their names in lower case, each with all of its values. A gateway may keep the
 * client's spelling: `Authorization` and `authorization` are then two members of the event, but one header
 * with two values. Values that are not strings are omitted.
 */
export function headersOf({
  headers,
  multiValueHeaders: several,
}: HttpEvent): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, given: unknown): void => {
    const values = [given].flat().filter((value) => typeof value === 'string');
    if (values.length === 0) return;
    const key = name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), ...values]);
  };
  for (const [name, values] of Object.entries(several ?? {})) add(name, values);
  for (const [name, value] of Object.entries(headers ?? {})) {
    // An event with both maps repeats one of the values here. Any other value counts as an additional one.
    const known = several && Object.hasOwn(several, name) ? [several[name]].flat() : [];
    if (!known.includes(value)) add(name, value);
  }
  // Assigned to an object, it would be its prototype.
  found.delete('__proto__');
  return found;
}
