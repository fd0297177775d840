/** Writing an address marks it as not verified. */
const VERIFIED: Readonly<Record<string, string>> = {
  email: 'email_verified',
  phone_number: 'phone_number_verified',
};

/** How attributes were before they were written: their values, with whether an address was verified, and those absent. */
export function attributesBefore(
  before: Readonly<Record<string, string>>,
  names: readonly string[],
): { values: Record<string, string>; absent: string[] } {
  const touched = new Set(names.flatMap((name) => [name, VERIFIED[name] ?? name]));
  return {
    values: Object.fromEntries(Object.entries(before).filter(([name]) => touched.has(name))),
    absent: names.filter((name) => !Object.hasOwn(before, name)),
  };
}
