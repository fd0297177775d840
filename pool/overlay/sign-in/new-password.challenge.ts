import { attributesAppend, attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import { CONTEXT } from '../../emulator.services';
import { requireKnownAttributes, requireWellFormed } from '../attribute.rules';
import { requireStrongPassword } from '../password.policy';
import type { PoolState } from '../pool.state';
import { text, type Attribute, type JsonObject } from '../request.reader';
import type { AnswerHandler } from './answer';
import type { Challenged, SignInAttempt } from './attempt';
import { nextStep } from './next.step';

/** Prefix of attributes in the answer to NEW_PASSWORD_REQUIRED, such as `userAttributes.name`. */
const ATTRIBUTE_PREFIX = 'userAttributes.';

/** NEW_PASSWORD_REQUIRED for a user who signed in with a temporary password. */
export function newPasswordChallenge(
  state: PoolState,
  user: User,
  attempt: SignInAttempt,
): Challenged | undefined {
  if (user.UserStatus !== 'FORCE_CHANGE_PASSWORD') return undefined;
  const { sub: _, ...rest } = attributesToRecord(user.Attributes);
  return {
    kind: 'challenge',
    name: 'NEW_PASSWORD_REQUIRED',
    parameters: {
      USER_ID_FOR_SRP: user.Username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(rest),
    },
    session: state.challenges.issue('NEW_PASSWORD_REQUIRED', attempt),
  };
}

/** @throws InvalidPasswordException; InvalidParameterException if an attribute cannot be set */
export const answerNewPassword: AnswerHandler = async (state, { user, open, responses }) => {
  const password = text(responses, 'NEW_PASSWORD');
  requireStrongPassword(password);
  const chosen = attributesIn(responses);
  requireKnownAttributes(state, chosen);
  requireWellFormed(chosen);
  const updated: User = {
    ...user,
    Attributes: attributesAppend(user.Attributes, ...chosen),
    Password: password,
    UserStatus: 'CONFIRMED',
    UserLastModifiedDate: state.services.clock.get(),
  };
  await state.pool.saveUser(CONTEXT, updated);
  return nextStep(state, updated, { ...open.attempt, source: 'NewPasswordChallenge' });
};

function attributesIn(responses: JsonObject): Attribute[] {
  return Object.entries(responses).flatMap(([key, value]) =>
    key.startsWith(ATTRIBUTE_PREFIX) && typeof value === 'string'
      ? [{ Name: key.slice(ATTRIBUTE_PREFIX.length), Value: value }]
      : [],
  );
}
