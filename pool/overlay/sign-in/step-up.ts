import type { User } from 'cognito-local/lib/services/userPoolService';
import { requireCaller } from '../access-token.check';
import { activeFactors } from '../factors/mfa.preferences';
import type { PoolState } from '../pool.state';
import { optionalText, refusal, type JsonObject } from '../request.reader';
import { subOf } from '../token.issuer';
import { ACR_LEVELS } from './assurance';
import type { SignInAttempt } from './attempt';
import { firstFactorsOf, type FirstChallenge } from './first-factors';

/** The highest level that a sign-in can reach, by its first challenge. */
const HIGHEST: Readonly<Record<FirstChallenge, number>> = {
  PASSWORD: 3,
  PASSWORD_SRP: 3,
  EMAIL_OTP: 1,
  SMS_OTP: 1,
  WEB_AUTHN: 4,
};

/** Whether a sign-in that starts with this challenge can reach a level. */
export function reaches(name: FirstChallenge, level: number): boolean {
  return HIGHEST[name] >= level;
}

/**
 * Applies TARGET_ACR_VALUES, MAX_AGE and ACCESS_TOKEN to an attempt: the target is the first level of the list that the
 * user can reach, and the proofs of the token's session count.
 *
 * @throws InvalidParameterException without a known level, or for an access token without levels;
 * NotAuthorizedException if the user cannot reach any of the levels, or the token belongs to another user
 */
export async function withTarget(
  state: PoolState,
  user: User | undefined,
  attempt: SignInAttempt,
  parameters: JsonObject,
): Promise<SignInAttempt> {
  const values = optionalText(parameters, 'TARGET_ACR_VALUES');
  const token = optionalText(parameters, 'ACCESS_TOKEN');
  const age = maxAge(parameters);
  if (values === undefined && token !== undefined) {
    throw refusal('InvalidParameterException', 'ACCESS_TOKEN requires TARGET_ACR_VALUES.');
  }
  if (values === undefined) return { ...attempt, reportsAssurance: age !== undefined };
  const wanted = values
    .split(' ')
    .map(levelNamed)
    .filter((level) => level > 0);
  if (wanted.length === 0) throw refusal('InvalidParameterException', 'Invalid TARGET_ACR_VALUES.');
  const targetLevel = user ? wanted.find((level) => level <= highestOf(state, user)) : wanted[0];
  if (targetLevel === undefined) {
    throw refusal('NotAuthorizedException', 'User cannot reach the requested authentication level.');
  }
  const credit = token === undefined || !user ? undefined : await earlierProofs(state, user, token, age);
  const usable = credit && (targetLevel !== 4 || credit.passed.includes('passkey')) ? credit : undefined;
  return { ...attempt, ...usable, targetLevel, reportsAssurance: true };
}

/** The proofs of an access token's session; undefined if they are older than MAX_AGE. */
async function earlierProofs(
  state: PoolState,
  user: User,
  token: string,
  age: number | undefined,
): Promise<Pick<SignInAttempt, 'passed' | 'authTime'> | undefined> {
  const { sub, session } = await requireCaller(state, { AccessToken: token });
  if (sub !== subOf(user)) {
    throw refusal('NotAuthorizedException', 'Access Token was not issued to this user.');
  }
  if (!session) return undefined;
  const { passed, authTime } = session;
  return age !== undefined && Date.now() / 1000 - authTime > age ? undefined : { passed, authTime };
}

function highestOf(state: PoolState, user: User): number {
  const withSecond = activeFactors(state, user).length > 0 || state.config.mfa === 'ON';
  const levels = firstFactorsOf(state, user).map((name) =>
    name.startsWith('PASSWORD') && !withSecond ? 2 : HIGHEST[name],
  );
  return Math.max(0, ...levels);
}

function levelNamed(value: string): number {
  return ACR_LEVELS.findIndex((name) => name === value) + 1;
}

/** @throws InvalidParameterException if it is not a whole number of seconds */
function maxAge(parameters: JsonObject): number | undefined {
  const value = optionalText(parameters, 'MAX_AGE');
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/u.test(value)) throw refusal('InvalidParameterException', 'Invalid MAX_AGE.');
  return Number(value);
}
