import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DefaultConfig } from 'cognito-local/lib/server/config';
import type { Services } from 'cognito-local/lib/services';
import { DateClock } from 'cognito-local/lib/services/clock';
import {
  CognitoServiceFactoryImpl,
  USER_POOL_AWS_DEFAULTS,
  type CognitoService,
} from 'cognito-local/lib/services/cognitoService';
import type { Context } from 'cognito-local/lib/services/context';
import type { LogService } from 'cognito-local/lib/services/LogService';
import type { Messages } from 'cognito-local/lib/services/messages';
import type { TokenGenerator } from 'cognito-local/lib/services/tokenGenerator';
import type { Triggers } from 'cognito-local/lib/services/triggers';
import { UserPoolServiceFactoryImpl } from 'cognito-local/lib/services/userPoolService';
import { MemoryStoreFactory } from './memory.store';
import { newCode } from './overlay/code.delivery';

const silence = (): void => undefined;
const silent: LogService = {
  child: () => silent,
  debug: silence,
  error: silence,
  info: silence,
  warn: silence,
};

/** The context that cognito-local's services require with every call. */
export const CONTEXT: Context = { logger: silent };

const noTrigger = (): Promise<never> => Promise.reject(new Error('The embedded pool has no Lambda triggers'));
const noTriggers: Triggers = {
  enabled: () => false,
  customEmailSender: noTrigger,
  customMessage: noTrigger,
  postAuthentication: noTrigger,
  postConfirmation: noTrigger,
  preSignUp: noTrigger,
  preTokenGeneration: noTrigger,
  userMigration: noTrigger,
};

/** A token generator that is never called: the overlay issues all tokens. */
const noTokens: TokenGenerator = {
  generate: () => Promise.reject(new Error('cognito-local issues no tokens here')),
};

/** Creates cognito-local's services with storage in memory and the given message sender. */
export async function emulatorServices(messages: Messages): Promise<Services> {
  return {
    messages,
    tokenGenerator: noTokens,
    clock: new DateClock(),
    cognito: await inMemoryCognito(),
    config: { ...DefaultConfig, UserPoolDefaults: USER_POOL_AWS_DEFAULTS },
    otp: newCode,
    triggers: noTriggers,
  };
}

async function inMemoryCognito(): Promise<CognitoService> {
  const stores = new MemoryStoreFactory();
  const pools = new UserPoolServiceFactoryImpl(new DateClock(), stores);
  // The factory reads saved pools from a folder, so it gets an empty one.
  const folder = await mkdtemp(path.join(tmpdir(), 'lifeguard-pool-'));
  try {
    return await new CognitoServiceFactoryImpl(folder, stores, pools).create(CONTEXT, USER_POOL_AWS_DEFAULTS);
  } finally {
    await rm(folder, { recursive: true });
  }
}
