/** The attributes that ListUsers can search. Custom attributes are not among them. */
export const SEARCHABLE_ATTRIBUTES = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
] as const;

const LONGEST = 256;
const SHAPE = /^([a-z_:]+) *(?:=|\^=) *"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u;

const names: ReadonlySet<string> = new Set(SEARCHABLE_ATTRIBUTES);

/**
 * What is wrong with a filter of ListUsers, or undefined. A filter is one comparison, `email = "a@example.com"` or
 * `email ^= "a"` (begins with); a quotation mark inside the value is escaped by a backslash.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export function filterFault(filter: string): string | undefined {
  if (filter.length > LONGEST) return `must have at most ${LONGEST} characters`;
  const name = SHAPE.exec(filter)?.[1];
  if (name === undefined) return 'must be `name = "value"` or `name ^= "value"`';
  return names.has(name) ? undefined : `must search one of ${SEARCHABLE_ATTRIBUTES.join(', ')}`;
}
