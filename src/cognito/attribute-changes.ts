import { outcomeUnknown } from './outcome';

type Attributes = Readonly<Record<string, string>>;

/** New values by attribute; null removes the attribute. */
export interface AttributeChanges {
  readonly attributes: Readonly<Record<string, string | null>>;
}

/** The owner of the attributes, and the actions that change them. */
interface AttributeOwner<Written> {
  /** The current attributes, and the owner's name, which no change of attributes affects. */
  find(): Promise<{ readonly attributes: Attributes; readonly owner: AttributeWriter<Written> }>;
  readonly writer: AttributeWriter<Written>;
  /** Whether the owner may write `email_verified` and `phone_number_verified`. */
  readonly mayVerify: boolean;
  /** Called when the attributes could not be restored. */
  onUnrestored(error: unknown): void;
}

export interface AttributeWriter<Written> {
  write(attributes: Attributes): Promise<Written>;
  remove(names: readonly string[]): Promise<void>;
}

/** Writing an address marks it as not verified. */
const VERIFIED: Readonly<Record<string, string>> = {
  email: 'email_verified',
  phone_number: 'phone_number_verified',
};

/**
 * Writes and removes attributes, which are two Cognito actions. Writing comes first, because Cognito is
 * more likely to refuse values. If the removal then fails, the old values are restored as far as Cognito
 * permits.
 *
 * @returns the result of writing; undefined if nothing was written.
 * @throws Cognito's refusal.
 */
export async function changeAttributes<Written>(
  { attributes }: AttributeChanges,
  owner: AttributeOwner<Written>,
): Promise<Written | undefined> {
  const entries = Object.entries(attributes);
  const written = entries.filter((entry): entry is [string, string] => entry[1] !== null);
  const removed = entries.filter(([, value]) => value === null).map(([name]) => name);
  if (removed.length === 0) return owner.writer.write(Object.fromEntries(written));
  if (written.length === 0) {
    await owner.writer.remove(removed);
    return undefined;
  }
  const before = await owner.find();
  const answer = await before.owner.write(Object.fromEntries(written));
  try {
    await before.owner.remove(removed);
  } catch (error) {
    const names = written.map(([name]) => name);
    const old = attributesBefore(before.attributes, names, owner.mayVerify);
    if (!outcomeUnknown(error))
      await restore(before.owner, old).catch((failure: unknown) => owner.onUnrestored(failure));
    throw error;
  }
  return answer;
}

async function restore<Written>(
  owner: AttributeWriter<Written>,
  { values, absent }: ReturnType<typeof attributesBefore>,
): Promise<void> {
  if (Object.keys(values).length > 0) await owner.write(values);
  if (absent.length > 0) await owner.remove(absent);
}

/**
 * The values of attributes before they were written, and the names of those that were absent.
 *
 * @param mayVerify adds whether an address was verified.
 */
export function attributesBefore(
  before: Attributes,
  names: readonly string[],
  mayVerify: boolean,
): { values: Record<string, string>; absent: string[] } {
  const touched = new Set(names.flatMap((name) => [name, (mayVerify && VERIFIED[name]) || name]));
  return {
    values: Object.fromEntries(Object.entries(before).filter(([name]) => touched.has(name))),
    absent: names.filter((name) => !Object.hasOwn(before, name)),
  };
}
