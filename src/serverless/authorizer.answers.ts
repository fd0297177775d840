import type { Principal } from 'lifeguard-auth';

/** The caller's data for the integration behind the gateway. API Gateway forwards strings only. */
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

/** Maximum length of the resource in a returned policy, in characters. */
const MAX_RESOURCE = 512;
/** API Gateway accepts a response of 8 KB; the rest of the response needs less than 2 KB. */
const MAX_CONTEXT_BYTES = 6000;

/**
 * A policy for this single request.
 *
 * @param caller undefined for a public route and for a refusal before the caller was known
 * @see
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
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

/** In a policy `*` and `?` are wildcards: a path with one of them would allow other paths too. */
const isExact = (arn: string): boolean => !/[*?]/.test(arn) && arn.length <= MAX_RESOURCE;

/** Lists are joined by spaces. A name that contains a space would be ambiguous and is omitted. */
function contextOf({ sub, kind, username, clientId, groups, scopes }: Principal): CallerContext {
  const context = {
    sub,
    kind,
    username: username ?? '',
    clientId,
    groups: joined(groups),
    scopes: joined(scopes),
  };
  // A partial list would be wrong; a missing one shows that the groups must be looked up.
  return Buffer.byteLength(JSON.stringify(context)) > MAX_CONTEXT_BYTES
    ? { ...context, groups: '' }
    : context;
}

const joined = (names: readonly string[]): string => names.filter((name) => !/\s/.test(name)).join(' ');
