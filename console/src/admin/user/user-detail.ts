import type { Answer } from '../../api/call';
import { session } from '../../session/session';
import type { Loaded } from '../../ui/use-load';

export type UserDetail = Answer<'get', '/users/{username}'>;

export interface TabProps {
  readonly user: UserDetail;
  readonly of: Loaded<UserDetail>;
}

/** Whether a user is the signed-in one. */
export function isOwn({ sub }: { readonly sub: string }): boolean {
  const current = session.value;
  return current?.signedIn === true && current.sub === sub;
}
