import { addressOf, plainPath } from './address';
import { headersOf } from './event-headers';
import type { HttpEvent } from './events';

/** The event of a Lambda authorizer: REST `TOKEN` and `REQUEST`, HTTP API 1.0 and 2.0. */
export interface AuthorizerEvent extends HttpEvent {
  readonly type?: string;
  /** `TOKEN`: the value of the header. */
  readonly authorizationToken?: string;
  /** REST, HTTP API 1.0. */
  readonly methodArn?: string;
  /** HTTP API 2.0. */
  readonly routeArn?: string;
}

/** The question in an event: may the sender of these headers call this route? */
export interface AuthorizerQuestion {
  readonly method: string;
  /** As on the request line, without the query. */
  readonly path: string;
  /** Names and values in turn, as in `IncomingMessage.rawHeaders`. */
  readonly rawHeaders: readonly string[];
  /** The resource of the answered policy. */
  readonly arn: string;
}

/**
 * Whether a simple response (`isAuthorized`) is possible: only HTTP APIs with payload version 2.0 read it.
 */
export const takesSimpleAnswer = ({ version }: AuthorizerEvent): boolean => version === '2.0';

/**
 * @throws Problem `validation_failed` for a path that an HTTP API decoded so that it could mean several resources.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function questionIn(event: AuthorizerEvent): AuthorizerQuestion {
  const arn = event.routeArn ?? event.methodArn ?? '';
  if (event.type === 'TOKEN')
    return { ...routeInArn(arn), arn, rawHeaders: authorizationHeaders(tokenHeader(event)) };
  return {
    arn,
    method: event.httpMethod ?? event.requestContext?.http?.method ?? '',
    path: addressOf({ ...event, rawQueryString: '' }).split('?', 1)[0] ?? '',
    rawHeaders: authorizationHeaders(event),
  };
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<verb>/<path>` */
function routeInArn(arn: string): { readonly method: string; readonly path: string } {
  const [, , method = '', ...path] = arn.split(':').slice(5).join(':').split('/');
  return { method, path: plainPath(`/${path.join('/')}`) };
}

/** The header of a `TOKEN` event, which has no other. */
const tokenHeader = ({ authorizationToken: authorization }: AuthorizerEvent): AuthorizerEvent => ({
  headers: { authorization },
});

/** Every value of the header; its name is case-insensitive. */
const authorizationHeaders = (event: AuthorizerEvent): string[] =>
  (headersOf(event).get('authorization') ?? []).flatMap((value) => ['authorization', value]);
