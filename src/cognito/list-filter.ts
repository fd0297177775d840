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

/** Cognito counts characters as Unicode code points. */
const MAX_CODE_POINTS = 256;
const SHAPE = /^ *("?)([a-z_:]+)\1 *(?:=|\^=) *"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*" *$/u;

const names: ReadonlySet<string> = new Set(SEARCHABLE_ATTRIBUTES);

/**
 * The fault of a filter for ListUsers; undefined if it is valid. A filter is one comparison, `email =
 * "a@example.com"` or `email ^= "a"` (begins with); a quotation mark inside the value is escaped by a
 * backslash. The name may be quoted too, as in AWS's own example.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
 */
export function filterFault(filter: string): string | undefined {
  if (isLonger(filter, MAX_CODE_POINTS)) return `must have at most ${MAX_CODE_POINTS} characters`;
  const name = SHAPE.exec(filter)?.[2];
  if (name === undefined) return 'must be `name = "value"` or `name ^= "value"`';
  return names.has(name) ? undefined : `must search one of ${SEARCHABLE_ATTRIBUTES.join(', ')}`;
}

/**
 * Whether a string has more code points than the maximum. One with more than twice as many UTF-16 units
 * always has.
 */
const isLonger = (value: string, codePoints: number): boolean =>
  value.length > 2 * codePoints || (value.length > codePoints && Array.from(value).length > codePoints);
