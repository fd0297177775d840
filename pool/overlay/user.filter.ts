import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { refusal } from './request.reader';

type Test = (user: User) => boolean;

/** `name = "value"` or `name ^= "value"`; a quotation mark or backslash inside is escaped by a backslash. */
const GRAMMAR =
  /^\s*(?<quote>"?)(?<name>[\w:]+)\k<quote>\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/su;

const ATTRIBUTES: readonly string[] = [
  'sub',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
];

/**
 * Compiles the documented filter of ListUsers. Without a filter, or with an empty one, all users match.
 *
 * @throws InvalidParameterException if it cannot be parsed or names an attribute that cannot be searched
 */
export function userFilter(filter: string | undefined): Test {
  if (filter === undefined || filter.trim() === '') return () => true;
  const groups = GRAMMAR.exec(filter)?.groups;
  if (!groups) throw refusal('InvalidParameterException', 'Error while parsing filter.');
  const read = reader(groups['name'] ?? '');
  const value = (groups['value'] ?? '').replaceAll(/\\(.)/gsu, '$1');
  const { fold } = read;
  const wanted = fold(value);
  const prefix = groups['operator'] === '^=';
  return (user) => {
    const found = read.of(user);
    if (found === undefined) return false;
    return prefix ? fold(found).startsWith(wanted) : fold(found) === wanted;
  };
}

interface Reader {
  of: (user: User) => string | undefined;
  fold: (value: string) => string;
}

const exactly = (value: string): string => value;
const anyCase = (value: string): string => value.toLowerCase();

function reader(name: string): Reader {
  if (name === 'username') return { of: (user) => user.Username, fold: exactly };
  if (name === 'status') return { of: (user) => (user.Enabled ? 'Enabled' : 'Disabled'), fold: exactly };
  if (name === 'cognito:user_status') return { of: (user) => user.UserStatus, fold: anyCase };
  if (!ATTRIBUTES.includes(name)) {
    throw refusal('InvalidParameterException', `Invalid search attribute: ${name}`);
  }
  // Documented as case-sensitive, but a case-insensitive pool ignores the case of an e-mail address.
  return {
    of: (user) => attributeValue(name, user.Attributes),
    fold: name === 'email' ? anyCase : exactly,
  };
}
