import { send } from '../api/send';
import type { Session } from '../session/session';

/** A challenge to answer before the user is signed in. */
export interface Challenge {
  readonly challenge: string;
  readonly session?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly availableChallenges?: readonly string[];
}

export type Outcome = Session | Challenge;

export const isChallenge = (outcome: Outcome): outcome is Challenge => 'challenge' in outcome;

/** Starts a sign-in with the body of `POST /auth/sign-in`. @throws Failure */
export async function start(body: Readonly<Record<string, unknown>>): Promise<Outcome> {
  return (await send('POST', '/session', { body })) as Outcome;
}

/** Answers a challenge. A username in the challenge's parameters takes precedence. @throws Failure */
export async function answer(
  { challenge, session, parameters }: Challenge,
  username: string,
  responses: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const body = { challenge, session, username: userOf(parameters) ?? username, responses };
  return (await send('POST', '/session/challenge', { body })) as Outcome;
}

const userOf = (parameters: Challenge['parameters']): string | undefined =>
  typeof parameters['USER_ID_FOR_SRP'] === 'string' ? parameters['USER_ID_FOR_SRP'] : undefined;

/** Reads a list from the parameters of a challenge. */
export const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** Reads a string from the parameters of a challenge. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
