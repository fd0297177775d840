import { attributesAppend, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../../emulator.services';
import type { ContactAttribute } from '../../pool.config';
import { requireCaller, type Caller } from '../access-token.check';
import {
  emailIn,
  requireFreeAlias,
  requireKnownAttributes,
  requireWellFormed,
  requireWritable,
} from '../attribute.rules';
import { contactOf } from '../code.delivery';
import type { Actions, PoolState } from '../pool.state';
import { attributes, refusal, text, type Attribute, type JsonObject } from '../request.reader';
import { requireNamedUser } from '../user.directory';
import { changeAttributes, CONTACTS, sendAttributeCode, verified } from './attribute.changes';

/** Changes of attributes by the user or an administrator, and the codes that verify them. */
export function attributeActions(state: PoolState): Actions {
  return {
    UpdateUserAttributes: async (request) => {
      const caller = await requireCaller(state, request);
      const wanted = attributes(request);
      requireWritable(await state.client(caller.clientId), wanted);
      return { CodeDeliveryDetailsList: await checkedChange(state, caller.user, wanted) };
    },
    AdminUpdateUserAttributes: async (request) => {
      await checkedChange(state, await requireNamedUser(state, request), attributes(request));
      return {};
    },
    GetUserAttributeVerificationCode: async (request) =>
      sendCode(state, await requireCaller(state, request), contactAttribute(request)),
    VerifyUserAttribute: async (request) =>
      verify(state, await requireCaller(state, request), contactAttribute(request), text(request, 'Code')),
  };
}

async function checkedChange(
  state: PoolState,
  user: User,
  wanted: readonly Attribute[],
): Promise<Record<string, string>[]> {
  const marks: readonly string[] = CONTACTS.map(verified);
  requireKnownAttributes(
    state,
    wanted.filter(({ Name: name }) => !marks.includes(name)),
  );
  requireWellFormed(wanted);
  await requireFreeAlias(state, emailIn(wanted), user);
  return changeAttributes(state, user, wanted);
}

/** Sends a code to the pending value, or else to the current one. */
function sendCode(state: PoolState, { user, sub }: Caller, attribute: ContactAttribute): unknown {
  const waiting = state.attributeCodes.find(sub, attribute)?.value;
  const to = waiting === undefined ? contactOf(user, attribute) : { attribute, value: waiting };
  if (!to) throw refusal('InvalidParameterException', `User does not have ${attribute} set.`);
  const details = sendAttributeCode(state, user, 'VerifyUserAttribute', to, waiting !== undefined);
  return { CodeDeliveryDetails: details };
}

async function verify(
  state: PoolState,
  { user, sub }: Caller,
  attribute: ContactAttribute,
  code: string,
): Promise<unknown> {
  const sent = state.attributeCodes.find(sub, attribute);
  if (!sent) {
    throw refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  }
  if (sent.code !== code) {
    throw refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  const value = sent.value ?? contactOf(user, attribute)?.value;
  if (attribute === 'email') await requireFreeAlias(state, value, user);
  state.attributeCodes.forget(sub, attribute);
  const proved = [
    { Name: attribute, Value: value },
    { Name: verified(attribute), Value: 'true' },
  ];
  await state.pool.saveUser(CONTEXT, {
    ...user,
    Attributes: attributesAppend(user.Attributes, ...proved),
    UserLastModifiedDate: state.services.clock.get(),
  });
  return {};
}

/** @throws InvalidParameterException if no code can be sent to the attribute */
function contactAttribute(request: JsonObject): ContactAttribute {
  const name = text(request, 'AttributeName');
  const found = CONTACTS.find((attribute) => attribute === name);
  if (found) return found;
  throw refusal('InvalidParameterException', `Invalid attribute name ${name}: it cannot be verified.`);
}
