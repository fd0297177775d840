import { EMBEDDED_POOL_ID } from '../src/config/embedded-pool';
import { applyAnswer } from '../trigger/apply';
import { CONTEXT, emulatorServices } from './emulator.services';
import { hostedDomain } from './hosted/hosted.domain';
import { AttributeCodes } from './overlay/attributes/attribute.codes';
import { ChallengeRegistry } from './overlay/challenge.registry';
import { CodeOutbox, type Medium, type PoolMessage } from './overlay/code.delivery';
import { DeviceRegistry } from './overlay/devices/device.registry';
import { UsedCodes } from './overlay/factors/used.codes';
import { overlayRouter } from './overlay/overlay.router';
import { PasskeyRegistry } from './overlay/passkeys/passkey.registry';
import type { PoolState } from './overlay/pool.state';
import { refusal } from './overlay/request.reader';
import { SessionRegistry } from './overlay/session.registry';
import type { CustomAuth } from './overlay/sign-in/custom.triggers';
import { PasswordAttempts } from './overlay/sign-in/password.attempts';
import { TokenIssuer } from './overlay/token.issuer';
import type { ApplyAnswer, TokenHandler, TokenTrigger } from './overlay/token.trigger';
import { findUser } from './overlay/user.directory';
import { DEFAULT_CONFIG, type PoolConfig } from './pool.config';
import { appClients, poolFacts, type PoolFacts } from './pool.facts';
import { DEFAULT_SEED, type Seed } from './seed';
import { groupRecord, poolRecord, userRecord } from './seed.records';
import { close, listen, serve } from './wire.server';

export type { PoolMessage } from './overlay/code.delivery';

export interface EmbeddedPool extends PoolFacts {
  /** The last code or temporary password sent to a user, optionally by one medium. */
  lastCode(username: string, medium?: Medium): string | undefined;
  close(): Promise<void>;
}

export interface EmbeddedPoolOptions {
  /** Where to listen on 127.0.0.1; a free port by default. */
  port?: number;
  seed?: Seed;
  /** Called with every message that a real pool would send. */
  onMessage?: (message: PoolMessage) => void;
  /** Actions that this endpoint does not support, such as `GetTokensFromRefreshToken`. */
  withoutActions?: readonly string[];
  /** Overrides `DEFAULT_CONFIG`. */
  config?: Partial<PoolConfig>;
  /** The pre token generation trigger: runs on sign-in, refresh and client credentials. */
  trigger?: TokenHandler;
  /** Applies the trigger's answer to the claims; by default as Cognito does. */
  applyTrigger?: ApplyAnswer;
  /** `PUBLIC_URL` of the service. Its callback and account page are registered for the browser client. */
  publicUrl?: string;
  /** The three functions of CUSTOM_AUTH. */
  customAuth?: CustomAuth;
}

/**
 * Starts a user pool in this process, for the demo and the tests: cognito-local with an overlay that brings it closer
 * to a real pool. The overlay is our own code, so tests against it prove nothing about Cognito itself.
 */
export async function startEmbeddedPool(options: EmbeddedPoolOptions = {}): Promise<EmbeddedPool> {
  const seed = options.seed ?? DEFAULT_SEED;
  const { server, endpoint } = await listen(options.port ?? 0);
  const facts = poolFacts(endpoint, EMBEDDED_POOL_ID, seed, options.publicUrl);
  const codes = new CodeOutbox(options.onMessage ?? (() => undefined));
  const state = await poolState(facts.issuer, codes, seed, options).catch(async (error: unknown) => {
    await close(server);
    throw error;
  });
  const router = overlayRouter(state, options.withoutActions ?? []);
  const domain = hostedDomain(endpoint, state, router);
  serve(server, { issuer: facts.issuer, poolId: EMBEDDED_POOL_ID, router, domain });
  return {
    ...facts,
    lastCode: (username, medium) => codes.lastCode(username, medium),
    close: async () => {
      await close(server);
      await domain.close();
    },
  };
}

async function poolState(
  issuer: string,
  codes: CodeOutbox,
  seed: Seed,
  options: EmbeddedPoolOptions,
): Promise<PoolState> {
  const config = { ...DEFAULT_CONFIG, ...options.config };
  const services = await emulatorServices(codes);
  await services.cognito.createUserPool(CONTEXT, poolRecord(EMBEDDED_POOL_ID, config));
  const pool = await services.cognito.getUserPool(CONTEXT, EMBEDDED_POOL_ID);
  for (const client of appClients(EMBEDDED_POOL_ID, config, options.publicUrl))
    await pool.saveAppClient(CONTEXT, client);
  for (const user of seed.users) await pool.saveUser(CONTEXT, userRecord(user));
  for (const group of seed.groups) await pool.saveGroup(CONTEXT, groupRecord(group, seed));
  return {
    issuer,
    config,
    services,
    pool,
    codes,
    sessions: new SessionRegistry(),
    challenges: new ChallengeRegistry(),
    tokens: new TokenIssuer(issuer, pool, config.tokenSeconds, tokenTrigger(options)),
    attributeCodes: new AttributeCodes(),
    devices: new DeviceRegistry(),
    passkeys: new PasskeyRegistry(),
    customAuth: options.customAuth,
    pendingSecrets: new Map(),
    attempts: new PasswordAttempts(),
    usedCodes: new UsedCodes(config.refusesUsedCodes),
    client: async (clientId) => {
      const client = await services.cognito.getAppClient(CONTEXT, clientId);
      if (client) return client;
      throw refusal('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
    },
    find: async (name) => findUser(await pool.listUsers(CONTEXT), name),
  };
}

function tokenTrigger({ trigger, applyTrigger }: EmbeddedPoolOptions): TokenTrigger | undefined {
  return trigger && { handler: trigger, apply: applyTrigger ?? applyAsCognito };
}

const applyAsCognito: ApplyAnswer = (event, answer, claims) => applyAnswer(claims, event, answer);
