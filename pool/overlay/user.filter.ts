import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { refusal } from './request.reader';

type Test = (user: User) => boolean;

/** `name = "value"` or `name ^= "value"`; a quotation mark or backslash inside is escaped by a backslash. */
const GRAMMAR = /^\s*(?<name>[\w:]+)\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/su;

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
 * The documented filter of ListUsers. An absent or empty one lets everybody through.
 * @throws InvalidParameterException when it cannot be parsed or names another attribute
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
  // Documented as case-sensitive, but in a case-insensitive pool an e-mail address is folded.
  return {
    of: (user) => attributeValue(name, user.Attributes),
    fold: name === 'email' ? anyCase : exactly,
  };
}
