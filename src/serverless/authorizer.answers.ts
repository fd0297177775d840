import type { Principal } from 'lifeguard-auth';

/** What the integration behind the gateway is told about the caller. API Gateway hands over texts only. */
export type CallerContext = Readonly<Record<string, string>>;

export interface PolicyAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string },
    ];
  };
  readonly context?: CallerContext;
}

export interface SimpleAnswer {
  readonly isAuthorized: boolean;
  readonly context?: CallerContext;
}

/** Longest resource of an answered policy, in characters. */
const MAX_RESOURCE = 512;
/** API Gateway takes 8 KB of answer; the rest of the answer needs less than 2 KB. */
const MAX_CONTEXT_BYTES = 6000;

/**
 * A policy about the one request that was asked about, and nothing else.
 *
 * @param caller undefined for a public route and for a refusal before the caller was known
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
export function policyAnswer(allowed: boolean, arn: string, caller: Principal | undefined): PolicyAnswer {
  const Effect = allowed && isExact(arn) ? 'Allow' : 'Deny';
  return {
    principalId: caller?.sub ?? 'anonymous',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: arn }],
    },
    ...(caller && { context: contextOf(caller) }),
  };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html */
export const simpleAnswer = (allowed: boolean, caller: Principal | undefined): SimpleAnswer => ({
  isAuthorized: allowed,
  ...(caller && { context: contextOf(caller) }),
});

/** In a policy `*` and `?` are wildcards: a path that has one would allow other paths too. */
const isExact = (arn: string): boolean => !/[*?]/.test(arn) && arn.length <= MAX_RESOURCE;

/** Lists are joined by blanks. A name with a blank in it cannot be told apart then, and is left out. */
function contextOf({ sub, kind, username, clientId, groups, scopes }: Principal): CallerContext {
  const context = {
    sub,
    kind,
    username: username ?? '',
    clientId,
    groups: joined(groups),
    scopes: joined(scopes),
  };
  // Half of the groups would be wrong; none says that they have to be looked up.
  return Buffer.byteLength(JSON.stringify(context)) > MAX_CONTEXT_BYTES
    ? { ...context, groups: '' }
    : context;
}

const joined = (names: readonly string[]): string => names.filter((name) => !/\s/.test(name)).join(' ');
