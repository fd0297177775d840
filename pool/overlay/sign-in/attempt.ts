import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { User } from 'cognito-local/lib/services/userPoolService';
import type { TokenSource } from '../token.trigger';
import type { Proof } from './assurance';
import type { CustomResult } from './custom.triggers';

export type Flow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH';

/** The state of one sign-in, passed from challenge to challenge. */
export interface SignInAttempt {
  /** The canonical username; for an unknown user, the name in the request. */
  readonly username: string;
  readonly client: AppClient;
  readonly flow: Flow;
  /** The proofs given so far. */
  readonly passed: readonly Proof[];
  /** When the newest proof was given, in epoch seconds. */
  readonly authTime: number;
  /** The trigger source with which the tokens are issued. */
  readonly source: TokenSource;
  readonly deviceKey?: string | undefined;
  readonly ip?: string | undefined;
  /** Metadata of the newest answer to a challenge. The token trigger does not get that of InitiateAuth. */
  readonly clientMetadata?: Record<string, string> | undefined;
  /** The level that TARGET_ACR_VALUES asks for, from 1 to 4. */
  readonly targetLevel?: number | undefined;
  /** CUSTOM_AUTH: the results so far. */
  readonly customResults?: readonly CustomResult[];
  /** Whether the tokens contain `acr` and `amr`. */
  readonly reportsAssurance: boolean;
}

/** A challenge in the response of InitiateAuth or RespondToAuthChallenge. */
export interface Challenged {
  readonly kind: 'challenge';
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly session?: string;
  readonly available?: readonly string[];
}

/** All required proofs were given: tokens can be issued. */
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
