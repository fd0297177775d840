import type { PoolState } from '../pool.state';
import type { RenewedTokens } from '../token.issuer';
import { subOf } from '../token.issuer';
import type { Passed } from './attempt';

/** `AuthenticationResult` of a sign-in. */
export interface SignInTokens extends RenewedTokens {
  RefreshToken: string;
}

/**
 * Opens the session of a finished sign-in and issues its tokens.
 * @throws what the token trigger throws; there is no session then
 */
export async function issueTokens(state: PoolState, { user, attempt }: Passed): Promise<SignInTokens> {
  const session = state.sessions.open(subOf(user), attempt.client.ClientId, {
    authTime: attempt.authTime,
    passed: attempt.passed,
    reportsAssurance: attempt.reportsAssurance,
    lastIp: attempt.ip,
  });
  try {
    const { source, clientMetadata } = attempt;
    const tokens = await state.tokens.forPerson({ user, session, source, clientMetadata });
    return { ...tokens, RefreshToken: session.refreshToken };
  } catch (error) {
    state.sessions.drop(session);
    throw error;
  }
}
