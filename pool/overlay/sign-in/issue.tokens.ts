import type { PoolState } from '../pool.state';
import { subOf, type RenewedTokens } from '../token.issuer';
import type { Passed } from './attempt';

/** `AuthenticationResult` of a sign-in. */
interface SignInTokens extends RenewedTokens {
  RefreshToken: string;
  /** For a new device, if the pool tracks devices. */
  NewDeviceMetadata?: { DeviceKey: string; DeviceGroupKey: string };
}

/**
 * Starts the session of a finished sign-in and issues its tokens.
 *
 * @throws the error of the token trigger; then no session is started
 */
export async function issueTokens(state: PoolState, { user, attempt }: Passed): Promise<SignInTokens> {
  const sub = subOf(user);
  const known = attempt.passed.includes('device');
  const fresh = state.config.devices === 'NO' || known ? undefined : newDevice(state, sub, attempt.ip);
  const session = state.sessions.open(sub, attempt.client.ClientId, {
    authTime: attempt.authTime,
    passed: attempt.passed,
    reportsAssurance: attempt.reportsAssurance,
    lastIp: attempt.ip,
    deviceKey: known ? attempt.deviceKey : fresh?.DeviceKey,
  });
  session.deviceConfirmed = known;
  try {
    const { source, clientMetadata } = attempt;
    const tokens = await state.tokens.forPerson({ user, session, source, clientMetadata });
    return { ...tokens, RefreshToken: session.refreshToken, ...(fresh && { NewDeviceMetadata: fresh }) };
  } catch (error) {
    state.sessions.drop(session);
    throw error;
  }
}

function newDevice(
  state: PoolState,
  sub: string,
  ip: string | undefined,
): NonNullable<SignInTokens['NewDeviceMetadata']> {
  const region = state.pool.options.Id.split('_')[0] ?? '';
  const { key, groupKey } = state.devices.begin(sub, region, ip);
  return { DeviceKey: key, DeviceGroupKey: groupKey };
}
