import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import type { PoolState } from './pool.state';
import { refusal, text, type JsonObject } from './request.reader';

/**
 * Finds a user by name, as in a case-insensitive pool with e-mail as an alias attribute: by the exact username, then by
 * the `sub`, then by the username or a verified e-mail address in any case.
 */
export function findUser(users: readonly User[], name: string): User | undefined {
  const folded = name.toLowerCase();
  return (
    users.find((user) => user.Username === name) ??
    users.find((user) => attributeValue('sub', user.Attributes) === name) ??
    users.find((user) => user.Username.toLowerCase() === folded) ??
    users.find((user) => verifiedEmail(user) === folded)
  );
}

/** The user's verified e-mail address in lower case, for comparison. An unverified address is not an alias. */
export function verifiedEmail(user: User): string | undefined {
  if (attributeValue('email_verified', user.Attributes) !== 'true') return undefined;
  return attributeValue('email', user.Attributes)?.toLowerCase();
}

/** Finds the user that an administrator's request names. @throws UserNotFoundException */
export async function requireNamedUser(state: PoolState, request: JsonObject): Promise<User> {
  const user = await state.find(text(request, 'Username'));
  if (!user) throw refusal('UserNotFoundException', 'User does not exist.');
  return user;
}
