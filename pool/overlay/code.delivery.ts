import { createHash, randomInt } from 'node:crypto';
import type { Messages } from 'cognito-local/lib/services/messages';
import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import type { ContactAttribute } from '../pool.config';
import type { PoolState } from './pool.state';

/** How a code is sent. */
export type Medium = 'EMAIL' | 'SMS';

/** A message that a real pool would have sent by e-mail or SMS. */
export interface PoolMessage {
  /** The name of the trigger source: `SignUp`, `ResendCode`, `ForgotPassword`, `Authentication` and so on. */
  source: string;
  username: string;
  medium: Medium;
  destination: string;
  /** The code, or the temporary password of an invitation. */
  code: string;
}

/** The address or number that a code is sent to. */
export interface Contact {
  attribute: ContactAttribute;
  value: string;
}

/** Records codes instead of sending them. */
export class CodeOutbox implements Messages {
  private readonly messages = new Map<string, PoolMessage[]>();

  constructor(private readonly onMessage: (message: PoolMessage) => void) {}

  /** The newest code of a user, optionally of one medium. */
  lastCode(username: string, medium?: Medium): string | undefined {
    const sent = this.messages.get(username) ?? [];
    return sent.findLast((message) => medium === undefined || message.medium === medium)?.code;
  }

  send(message: PoolMessage): void {
    this.messages.set(message.username, [...(this.messages.get(message.username) ?? []), message]);
    this.onMessage(message);
  }

  /** Called by cognito-local. */
  deliver: Messages['deliver'] = async (_context, source, _client, _pool, user, code, _data, details) => {
    const { DeliveryMedium: medium, Destination: destination } = details;
    this.send({ source, username: user.Username, medium, destination, code });
  };
}

/** Six digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

export function contactOf(user: User, attribute: ContactAttribute): Contact | undefined {
  const value = attributeValue(attribute, user.Attributes);
  return value === undefined ? undefined : { attribute, value };
}

/** As `contactOf`, but only a verified address or number. */
export function verifiedContact(user: User, attribute: ContactAttribute): Contact | undefined {
  const verified = attributeValue(`${attribute}_verified`, user.Attributes) === 'true';
  return verified ? contactOf(user, attribute) : undefined;
}

export function mediumOf(attribute: ContactAttribute): Medium {
  return attribute === 'email' ? 'EMAIL' : 'SMS';
}

/** Masks all but the first letters of an address, or the last four digits of a number. */
export function masked({ attribute, value }: Contact): string {
  if (attribute === 'phone_number') return `+${'*'.repeat(Math.max(value.length - 5, 0))}${value.slice(-4)}`;
  const [local = '', domain = ''] = value.split('@');
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

/** `CodeDeliveryDetails`: the address is masked. */
export function deliveryDetails(contact: Contact): Record<string, string> {
  return {
    AttributeName: contact.attribute,
    DeliveryMedium: mediumOf(contact.attribute),
    Destination: masked(contact),
  };
}

/** A stable fake address for a user who does not exist. */
export function simulatedContact(username: string): Contact {
  const letters = createHash('sha256').update(username).digest('hex').replaceAll(/[0-9]/gu, '');
  return { attribute: 'email', value: `${letters.slice(0, 1)}@${letters.slice(1, 2)}` };
}

/** `CodeDeliveryDetails` for a user who does not exist; nothing is sent. */
export function simulatedDelivery(username: string): Record<string, string> {
  return deliveryDetails(simulatedContact(username));
}

/** Sends a code to an address or number of a user. */
export function deliver(state: PoolState, source: string, username: string, to: Contact, code: string): void {
  state.codes.send({ source, username, medium: mediumOf(to.attribute), destination: to.value, code });
}

/**
 * Creates a sign-up or recovery code, stores it for the user and delivers it by e-mail or else by SMS.
 *
 * @returns `CodeDeliveryDetails`; undefined if the user has neither an address nor a number
 */
export async function sendCode(
  state: PoolState,
  user: User,
  source: 'SignUp' | 'ResendCode' | 'ForgotPassword',
): Promise<Record<string, string> | undefined> {
  const code = newCode();
  await state.pool.saveUser(CONTEXT, { ...user, ConfirmationCode: code });
  // A sign-up code verifies the address; a recovery code is sent only to a verified one.
  const find = source === 'ForgotPassword' ? verifiedContact : contactOf;
  const to = find(user, 'email') ?? find(user, 'phone_number');
  if (to === undefined) return undefined;
  deliver(state, source, user.Username, to, code);
  return deliveryDetails(to);
}
