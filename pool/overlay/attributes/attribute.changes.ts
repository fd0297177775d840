import { attributesAppend, attributeValue, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../../emulator.services';
import type { ContactAttribute } from '../../pool.config';
import { contactOf, deliver, deliveryDetails, newCode, type Contact } from '../code.delivery';
import type { PoolState } from '../pool.state';
import { refusal, type Attribute } from '../request.reader';
import { subOf } from '../token.issuer';

export const CONTACTS: readonly ContactAttribute[] = ['email', 'phone_number'];

/**
 * Changes attributes. A new address or number is unverified, unless an administrator's request sets it as verified. The
 * pool sends a code to it if it auto-verifies such attributes. If the pool requires verification before the update, the
 * old value remains until the code is confirmed.
 *
 * @returns `CodeDeliveryDetailsList`
 * @throws InvalidParameterException if the request sets a missing address as verified
 */
export async function changeAttributes(
  state: PoolState,
  user: User,
  wanted: readonly Attribute[],
): Promise<Record<string, string>[]> {
  const fresh = CONTACTS.flatMap((attribute): (Contact & { waits: boolean })[] => {
    const value = valueIn(wanted, attribute);
    if (!value || value === attributeValue(attribute, user.Attributes)) return [];
    if (valueIn(wanted, verified(attribute)) === 'true') return [];
    return [{ attribute, value, waits: state.config.verifyBeforeUpdate.includes(attribute) }];
  });
  const waiting = fresh.filter((one) => one.waits).map((one) => one.attribute as string);
  const unverified = fresh
    .filter((one) => !one.waits)
    .map(({ attribute }) => ({ Name: verified(attribute), Value: 'false' }));
  const removed = CONTACTS.filter((attribute) => valueIn(wanted, attribute) === '').map((attribute) => ({
    Name: verified(attribute),
  }));
  const now = wanted.filter(({ Name: name }) => !waiting.includes(name));
  const updated = {
    ...user,
    Attributes: attributesAppend(user.Attributes, ...now, ...unverified, ...removed),
    UserLastModifiedDate: state.services.clock.get(),
  };
  requireSomethingToVerify(updated, wanted);
  await state.pool.saveUser(CONTEXT, updated);
  return fresh
    .filter((one) => one.waits || state.config.autoVerified.includes(one.attribute))
    .map((one) => sendAttributeCode(state, user, 'UpdateUserAttribute', one, one.waits));
}

/** Sends the code that verifies an address or number. @returns `CodeDeliveryDetails` */
export function sendAttributeCode(
  state: PoolState,
  user: User,
  source: 'UpdateUserAttribute' | 'VerifyUserAttribute',
  to: Contact,
  waits: boolean,
): Record<string, string> {
  const code = newCode();
  state.attributeCodes.issue(subOf(user), to.attribute, code, waits ? to.value : undefined);
  deliver(state, source, user.Username, to, code);
  return deliveryDetails(to);
}

/** The name of the attribute `email_verified` or `phone_number_verified`. */
export function verified(attribute: ContactAttribute): string {
  return `${attribute}_verified`;
}

/** An administrator can set `email_verified` alone only if the user has an address; the same for the phone number. */
function requireSomethingToVerify(user: User, wanted: readonly Attribute[]): void {
  for (const attribute of CONTACTS) {
    if (valueIn(wanted, verified(attribute)) === undefined || contactOf(user, attribute)) continue;
    const name = attribute === 'email' ? 'Email' : 'Phone Number';
    throw refusal('InvalidParameterException', `${name} is required to verify/un-verify an attribute`);
  }
}

function valueIn(wanted: readonly Attribute[], name: string): string | undefined {
  const found = wanted.find((attribute) => attribute.Name === name);
  return found && (found.Value ?? '');
}
