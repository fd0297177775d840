import { isDotSegment } from '../../api/call';

/**
 * What names a user in a path: the username, or the `sub` if a path cannot carry the name. `DELETE
 * /users/../groups/editors` would delete the group.
 */
export const keyOf = ({ username, sub }: { readonly username: string; readonly sub: string }): string =>
  isDotSegment(username) ? sub : username;
