import type { Services } from 'cognito-local/lib/services';
import type { AppClient } from 'cognito-local/lib/services/appClient';
import type { User, UserPoolService } from 'cognito-local/lib/services/userPoolService';
import type { PoolConfig } from '../pool.config';
import type { AttributeCodes } from './attributes/attribute.codes';
import type { ChallengeRegistry } from './challenge.registry';
import type { CodeOutbox } from './code.delivery';
import type { DeviceRegistry } from './devices/device.registry';
import type { UsedCodes } from './factors/used.codes';
import type { PasskeyRegistry } from './passkeys/passkey.registry';
import type { JsonObject } from './request.reader';
import type { SessionRegistry } from './session.registry';
import type { CustomAuth } from './sign-in/custom.triggers';
import type { PasswordAttempts } from './sign-in/password.attempts';
import type { TokenIssuer } from './token.issuer';

/** The state that the overlay's handlers share. */
export interface PoolState {
  readonly issuer: string;
  readonly config: PoolConfig;
  readonly services: Services;
  readonly pool: UserPoolService;
  readonly sessions: SessionRegistry;
  readonly challenges: ChallengeRegistry;
  readonly tokens: TokenIssuer;
  /** Receives every code instead of sending it. */
  readonly codes: CodeOutbox;
  readonly attributeCodes: AttributeCodes;
  readonly devices: DeviceRegistry;
  readonly passkeys: PasskeyRegistry;
  /** The functions of CUSTOM_AUTH; undefined if the pool has none. */
  readonly customAuth: CustomAuth | undefined;
  /** The secrets of authenticator apps that are not verified yet, by `sub`. */
  readonly pendingSecrets: Map<string, string>;
  readonly attempts: PasswordAttempts;
  readonly usedCodes: UsedCodes;
  /** @throws ResourceNotFoundException if there is no such app client */
  client(clientId: string): Promise<AppClient>;
  /** Finds a user by username, `sub` or verified e-mail address; see `user.directory.ts`. */
  find(name: string): Promise<User | undefined>;
}

/** Calls cognito-local's own implementation of the same action. */
export type Next = (request: JsonObject) => Promise<unknown>;
export type Handler = (request: JsonObject, next: Next) => Promise<unknown>;
export type Actions = Readonly<Record<string, Handler>>;
