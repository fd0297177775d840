import type { AppClient } from 'cognito-local/lib/services/appClient';
import { validatePermittedAttributeChanges, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../emulator.services';
import type { PoolState } from './pool.state';
import { refusal, type Attribute } from './request.reader';
import { verifiedEmail } from './user.directory';

/** Attributes that no app client can write: only the pool decides whether an address is verified. */
const NEVER_WRITABLE: readonly string[] = ['email_verified', 'phone_number_verified'];

/** @throws InvalidParameterException if an attribute is not in the schema or is immutable */
export function requireKnownAttributes(state: PoolState, wanted: readonly Attribute[]): void {
  validatePermittedAttributeChanges([...wanted], state.pool.options.SchemaAttributes ?? []);
}

const E_MAIL = /^[^\s@]+@[^\s@]+$/u;
/** E.164, as Cognito requires: a plus sign and up to 15 digits. */
const PHONE_NUMBER = /^\+[0-9]{1,15}$/u;

/** @throws InvalidParameterException if an e-mail address or phone number is malformed */
export function requireWellFormed(wanted: readonly Attribute[]): void {
  for (const { Name: name, Value: value = '' } of wanted) {
    if (name === 'email' && value !== '' && !E_MAIL.test(value)) {
      throw refusal('InvalidParameterException', 'Invalid email address format.');
    }
    if (name === 'phone_number' && value !== '' && !PHONE_NUMBER.test(value)) {
      throw refusal('InvalidParameterException', 'Invalid phone number format.');
    }
  }
}

/** @throws NotAuthorizedException if this app client may not write an attribute */
export function requireWritable(client: AppClient, wanted: readonly Pick<Attribute, 'Name'>[]): void {
  const refused = wanted.some(
    ({ Name: name }) =>
      NEVER_WRITABLE.includes(name) || (client.WriteAttributes && !client.WriteAttributes.includes(name)),
  );
  if (refused) {
    throw refusal('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
  }
}

/** @throws AliasExistsException if another user has verified this e-mail address */
export async function requireFreeAlias(
  state: PoolState,
  email: string | undefined,
  owner: User,
): Promise<void> {
  if (email === undefined) return;
  const users = await state.pool.listUsers(CONTEXT);
  const taken = users.some(
    (user) => user.Username !== owner.Username && verifiedEmail(user) === email.toLowerCase(),
  );
  if (taken) {
    throw refusal('AliasExistsException', 'An account with the given email already exists.');
  }
}

export function emailIn(list: readonly Attribute[]): string | undefined {
  return list.find(({ Name: name }) => name === 'email')?.Value;
}
