import { createHash } from 'node:crypto';
import type { Messages } from 'cognito-local/lib/services/messages';
import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import type { PoolState } from './pool.state';

/** A message that a real pool would have sent by e-mail or SMS. */
export interface PoolMessage {
  /** `SignUp`, `ResendCode`, `ForgotPassword`, `AdminCreateUser`, ... as Cognito names the trigger sources. */
  source: string;
  username: string;
  destination: string;
  /** The code, or the temporary password of an invitation. */
  code: string;
}

/** Keeps the codes instead of sending them. */
export class CodeKeeper implements Messages {
  private readonly codes = new Map<string, string>();

  constructor(private readonly onMessage: (message: PoolMessage) => void) {}

  lastCode(username: string): string | undefined {
    return this.codes.get(username);
  }

  deliver: Messages['deliver'] = async (_context, source, _client, _pool, user, code, _data, details) => {
    this.codes.set(user.Username, code);
    this.onMessage({ source, username: user.Username, destination: details.Destination, code });
  };
}

/** `CodeDeliveryDetails`: the address is masked. */
export function deliveryDetails(email: string): Record<string, string> {
  const [local = '', domain = ''] = email.split('@');
  return {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`,
  };
}

/** What the pool answers for a user that does not exist: the same each time, and nothing is sent. */
export function simulatedDelivery(username: string): Record<string, string> {
  const letters = createHash('sha256').update(username).digest('hex').replaceAll(/[0-9]/gu, '');
  return deliveryDetails(`${letters.slice(0, 1)}@${letters.slice(1, 2)}`);
}

/** Makes a new code, remembers it for the user and delivers it; undefined for a user without an address. */
export async function sendCode(
  state: PoolState,
  user: User,
  source: 'SignUp' | 'ResendCode' | 'ForgotPassword',
  clientId: string | null,
): Promise<Record<string, string> | undefined> {
  const { services, pool } = state;
  const code = services.otp();
  await pool.saveUser(CONTEXT, { ...user, ConfirmationCode: code });
  const email = attributeValue('email', user.Attributes);
  if (email === undefined) return undefined;
  await services.messages.deliver(CONTEXT, source, clientId, pool.options.Id, user, code, undefined, {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: email,
  });
  return deliveryDetails(email);
}
