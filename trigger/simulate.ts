import { applyAnswer, type Applied, type TokenClaims, type TokenPair } from './apply';
import { readEvent, SOURCE_PREFIX } from './event';
import { triggerHandler } from './handler';
import type { Rule } from './rules.schema';

/** The subject of the simulated tokens. */
export interface Subject {
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
}

export interface EventOptions {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Undefined for a machine. */
  readonly user?: Subject;
  /** The scopes of the access token before the trigger. */
  readonly scopes: readonly string[];
  /** Without the prefix `TokenGeneration_`. */
  readonly source: string;
}

/**
 * An event of version 3, as Cognito sends it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function makeEvent({
  userPoolId,
  clientId,
  user,
  scopes,
  source,
}: EventOptions): Record<string, unknown> {
  return {
    version: '3',
    triggerSource: `${SOURCE_PREFIX}${source}`,
    region: userPoolId.split('_', 1)[0],
    userPoolId,
    userName: user?.username ?? clientId,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: user ? { ...user.attributes, 'cognito:user_status': 'CONFIRMED' } : {},
      groupConfiguration: user
        ? { groupsToOverride: [...user.groups], iamRolesToOverride: [], preferredRole: null }
        : {},
      scopes: [...scopes],
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

export interface Simulation {
  readonly event: unknown;
  readonly answer: Record<string, unknown>;
  readonly before: TokenPair;
  readonly after: Applied;
}

/** Runs the rules on an event and applies the response as Cognito does. */
export async function simulate(rules: readonly Rule[], event: unknown): Promise<Simulation> {
  const answer = await triggerHandler(rules)(event);
  const before = tokensBefore(event);
  return { event, answer, before, after: applyAnswer(before, event, answer) };
}

/** The claims that Cognito puts into the tokens of an event by itself, without those that only a real sign-in has. */
export function tokensBefore(event: unknown): TokenPair {
  const { isMachine, attributes, groups, clientId } = readEvent(event);
  const { request, userName, userPoolId, region } = Object(event) as Record<string, unknown>;
  const scopes = (request as { scopes?: unknown } | undefined)?.scopes;
  const scope = Array.isArray(scopes) && scopes.length > 0 ? { scope: scopes.join(' ') } : {};
  const shared = {
    sub: isMachine ? clientId : (attributes['sub'] ?? userName),
    ...(groups.length > 0 && { 'cognito:groups': [...groups] }),
    iss: `https://cognito-idp.${String(region)}.amazonaws.com/${String(userPoolId)}`,
  };
  const access = {
    ...shared,
    token_use: 'access',
    client_id: clientId,
    ...scope,
    ...(!isMachine && { username: userName }),
  };
  if (isMachine) return { access };
  return {
    access,
    id: { ...profile(attributes), ...shared, token_use: 'id', aud: clientId, 'cognito:username': userName },
  };
}

function profile(attributes: Readonly<Record<string, string>>): TokenClaims {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => !name.startsWith('cognito:'))
      .map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  );
}
