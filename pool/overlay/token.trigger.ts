import { setTimeout as sleep } from 'node:timers/promises';
import { attributesToRecord, type User } from 'cognito-local/lib/services/userPoolService';
import type { Claims } from '../signing-key';
import { isObject, refusal } from './request.reader';

/** Why tokens are issued; `triggerSource` is `TokenGeneration_` followed by this. */
export type TokenSource =
  | 'HostedAuth'
  | 'Authentication'
  | 'NewPasswordChallenge'
  | 'AuthenticateDevice'
  | 'RefreshTokens'
  | 'ClientCredentials';

/** The event of a pre token generation trigger, version 3. For a machine, `request` has only scopes and metadata. */
export interface TokenEvent {
  version: '3';
  triggerSource: `TokenGeneration_${TokenSource}`;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: {
    userAttributes?: Record<string, string>;
    groupConfiguration?: {
      groupsToOverride: string[];
      iamRolesToOverride: string[];
      preferredRole: string | null;
    };
    scopes: string[];
    clientMetadata?: Record<string, string>;
  };
  response: { claimsAndScopeOverrideDetails: unknown };
}

/** The claims of the tokens before signing; a machine gets no ID token. */
export interface TokenClaims {
  readonly access: Claims;
  readonly id?: Claims;
}

/** A pre token generation function: takes the event and returns it with `response` filled in. */
export type TokenHandler = (event: TokenEvent) => Promise<unknown>;
/** Applies a handler's response to the claims as Cognito does, ignoring changes that are not allowed. */
export type ApplyAnswer = (event: TokenEvent, answer: unknown, claims: TokenClaims) => TokenClaims;

export interface TokenTrigger {
  readonly handler: TokenHandler;
  readonly apply: ApplyAnswer;
}

/** The data about a token request that goes into the event. */
interface TokenContext {
  readonly userPoolId: string;
  readonly source: TokenSource;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly clientMetadata?: Record<string, string> | undefined;
  /** Undefined for a machine. */
  readonly person?: { readonly user: User; readonly groups: readonly string[] };
}

/** How long Cognito waits for a function. */
const TRIGGER_MS = 5000;

/**
 * Runs the trigger and applies its response to the claims.
 *
 * @throws UserLambdaValidationException if the function fails; UnexpectedLambdaException if it takes longer than
 * 5 seconds; InvalidLambdaResponseException if its result has no `response`
 */
export async function customised(
  trigger: TokenTrigger | undefined,
  context: TokenContext,
  claims: TokenClaims,
): Promise<TokenClaims> {
  if (!trigger) return claims;
  const event = tokenEvent(context);
  // The function gets a copy, as over a network, so later changes to its event have no effect.
  const answer = await inTime(invoked(trigger.handler, structuredClone(event)));
  if (!isObject(answer) || !isObject(answer['response'])) {
    throw refusal('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return trigger.apply(event, answer, claims);
}

async function invoked(handler: TokenHandler, event: TokenEvent): Promise<unknown> {
  try {
    return await handler(event);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw refusal('UserLambdaValidationException', `PreTokenGeneration failed with error ${text}.`);
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const tooLate = sleep(TRIGGER_MS, undefined, { signal: ended.signal, ref: false }).then(() => {
    throw refusal('UnexpectedLambdaException', 'PreTokenGeneration invocation failed due to error timeout.');
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    ended.abort();
  }
}

function tokenEvent(context: TokenContext): TokenEvent {
  const { person, clientId } = context;
  return {
    version: '3',
    triggerSource: `TokenGeneration_${context.source}`,
    region: context.userPoolId.split('_')[0] ?? '',
    userPoolId: context.userPoolId,
    userName: person?.user.Username ?? clientId,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      ...(person && aboutPerson(person)),
      scopes: [...context.scopes],
      ...(context.clientMetadata && { clientMetadata: { ...context.clientMetadata } }),
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

function aboutPerson({ user, groups }: NonNullable<TokenContext['person']>): Partial<TokenEvent['request']> {
  return {
    userAttributes: { ...attributesToRecord(user.Attributes), 'cognito:user_status': user.UserStatus },
    groupConfiguration: { groupsToOverride: [...groups], iamRolesToOverride: [], preferredRole: null },
  };
}
