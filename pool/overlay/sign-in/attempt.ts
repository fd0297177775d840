import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { User } from 'cognito-local/lib/services/userPoolService';
import type { TokenSource } from '../token.trigger';
import type { Proof } from './assurance';
import type { CustomResult } from './custom.triggers';

export type Flow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH';

/** One person's way through a sign-in, carried from challenge to challenge. */
export interface SignInAttempt {
  /** The canonical username; for a user who does not exist the name as it came. */
  readonly username: string;
  readonly client: AppClient;
  readonly flow: Flow;
  /** What was proved so far. */
  readonly passed: readonly Proof[];
  /** When the newest proof was given, in seconds. */
  readonly authTime: number;
  /** The trigger source of the tokens at the end. */
  readonly source: TokenSource;
  readonly deviceKey?: string | undefined;
  readonly ip?: string | undefined;
  /** Of the newest answer to a challenge; InitiateAuth's does not reach the token trigger. */
  readonly clientMetadata?: Record<string, string> | undefined;
  /** The level that TARGET_ACR_VALUES asks for, from 1 to 4. */
  readonly targetLevel?: number | undefined;
  /** CUSTOM_AUTH: what has happened so far. */
  readonly customResults?: readonly CustomResult[];
  /** Whether the tokens say `acr` and `amr`. */
  readonly reportsAssurance: boolean;
}

/** A challenge as InitiateAuth and RespondToAuthChallenge answer it. */
export interface Challenged {
  readonly kind: 'challenge';
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly session?: string;
  readonly available?: readonly string[];
}

/** Everything asked for was proved: tokens may be issued. */
export interface Passed {
  readonly kind: 'passed';
  readonly user: User;
  readonly attempt: SignInAttempt;
}

export type Step = Challenged | Passed;

/** The attempt with one more proof, given now. */
export function proved(attempt: SignInAttempt, proof: Proof): SignInAttempt {
  return { ...attempt, passed: [...attempt.passed, proof], authTime: Math.floor(Date.now() / 1000) };
}
