import type { RoutePolicy } from 'lifeguard-auth';
import { namedScopes, necessaryScopes } from './necessary-scopes';

/** HTTP API (version 2 of API Gateway) or REST API (version 1). */
export type GatewayKind = 'http' | 'rest';

/** A route of the service, in the router's own notation. */
export interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  readonly policy: RoutePolicy;
}

/** A value of a CloudFormation template. */
export type TemplateValue = string | { readonly 'Fn::Sub': string };

export interface GatewayOptions {
  readonly kind: GatewayKind;
  readonly title: string;
  readonly version: string;
  /** The issuer in the tokens (HTTP API). */
  readonly issuer: TemplateValue;
  /** The app clients whose tokens are accepted (HTTP API). */
  readonly clientIds: readonly TemplateValue[];
  /** The ARN of the user pool (REST API). */
  readonly userPoolArn: TemplateValue;
  /** The URI of the integration: the function behind the gateway. */
  readonly integrationUri: TemplateValue;
  /** Further scopes that an accepted token may have instead of the service's own (REST API). */
  readonly scopes: readonly string[];
  /** Whether browsers of other origins call the service: their preflight requests carry no token. */
  readonly cors: boolean;
}

/** A document that API Gateway would refuse, or with which it would refuse callers. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
}

/** Quotas of API Gateway: routes of an API, and scopes of a route. */
const MAX_ROUTES = 300;
const MAX_SCOPES = 10;

const AUTHORIZER = 'cognito';

/** Scopes of every token of a person: of the hosted pages, and of a sign-in through the API. */
const PERSON_SCOPES = ['openid', 'aws.cognito.signin.user.admin'];

/**
 * The OpenAPI document that API Gateway imports: the authorizer, and for each route the scopes without which the
 * service would refuse the caller.
 *
 * @throws GatewayError for more than 300 routes, or more than 10 scopes of a route
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function gatewayDocument(routes: readonly GatewayRoute[], options: GatewayOptions): object {
  if (routes.length > MAX_ROUTES) {
    throw new GatewayError(`${routes.length} routes: API Gateway accepts ${MAX_ROUTES} in one API`);
  }
  const fallback = anyTokenScopes(routes, options);
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = toTemplate(route.path);
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, fallback, options);
  }
  if (options.cors) addPreflight(paths, options);
  return {
    openapi: '3.0.1',
    info: { title: options.title, version: options.version },
    paths,
    components: { securitySchemes: { [AUTHORIZER]: authorizer(options) } },
  };
}

/** `/users/:username` is `/users/{username}`, and `*` is `{proxy+}`. */
const toTemplate = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{proxy+}');

/** A REST API reads the token of a method without scopes as an ID token, so every method gets some. */
function anyTokenScopes(
  routes: readonly GatewayRoute[],
  { kind, scopes }: GatewayOptions,
): readonly string[] {
  if (kind === 'http') return [];
  return [...new Set([...PERSON_SCOPES, ...routes.flatMap(({ policy }) => namedScopes(policy)), ...scopes])];
}

function operation(route: GatewayRoute, fallback: readonly string[], options: GatewayOptions): object {
  const { method, path, policy } = route;
  const scopes = scopesOf(policy, fallback);
  if (scopes.length > MAX_SCOPES) {
    throw new GatewayError(
      `${method} ${path}: ${scopes.length} scopes, API Gateway accepts ${MAX_SCOPES} for one route: ${scopes.join(', ')}`,
    );
  }
  return {
    ...parametersOf(path),
    responses: { default: { description: 'The response of the service' } },
    ...(policy.kind !== 'public' && { security: [{ [AUTHORIZER]: [...scopes] }] }),
    'x-amazon-apigateway-integration': integration(options),
  };
}

function scopesOf(policy: RoutePolicy, fallback: readonly string[]): readonly string[] {
  if (policy.kind === 'public') return [];
  return (policy.kind === 'policy' ? necessaryScopes(policy.policy) : undefined) ?? fallback;
}

function parametersOf(path: string): object {
  const names = [...toTemplate(path).matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  };
}

/** The function receives the whole request. */
const integration = ({ kind, integrationUri }: GatewayOptions): object => ({
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: integrationUri,
  payloadFormatVersion: kind === 'http' ? '2.0' : '1.0',
});

function authorizer({ kind, issuer, clientIds, userPoolArn }: GatewayOptions): object {
  if (kind === 'http') {
    return {
      type: 'oauth2',
      flows: {},
      'x-amazon-apigateway-authorizer': {
        type: 'jwt',
        identitySource: '$request.header.Authorization',
        jwtConfiguration: { issuer, audience: [...clientIds] },
      },
    };
  }
  return {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: [userPoolArn],
      authorizerResultTtlInSeconds: 0,
    },
  };
}

/** Preflight requests reach the service, which knows the origins. An HTTP API needs one route for all of them. */
function addPreflight(paths: Record<string, Record<string, object>>, options: GatewayOptions): void {
  const preflight = (path: string): object => ({
    ...parametersOf(path),
    responses: { default: { description: 'The response of the service' } },
    'x-amazon-apigateway-integration': integration(options),
  });
  const targets = options.kind === 'http' ? ['/{proxy+}'] : Object.keys(paths);
  for (const path of targets) (paths[path] ??= {})['options'] = preflight(path);
}
