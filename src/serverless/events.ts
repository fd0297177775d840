/** The parts of an event that the service reads, for all four senders. Their content is not trusted. */
export interface HttpEvent {
  readonly version?: string;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly routeKey?: string;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly elb?: unknown;
    readonly domainName?: string;
    readonly stage?: string;
    readonly requestId?: string;
    readonly http?: { readonly method?: string; readonly path?: string; readonly sourceIp?: string };
    readonly identity?: { readonly sourceIp?: string };
  };
}

/** Who sent an event. */
export type Sender = 'rest-api' | 'http-api' | 'function-url' | 'load-balancer';

/**
 * Determines the sender by the form of the event.
 *
 * @see
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
export function senderOf({ version, requestContext = {} }: HttpEvent): Sender {
  if (requestContext.elb !== undefined) return 'load-balancer';
  if (version === undefined) return 'rest-api';
  return /\.lambda-url\./.test(requestContext.domainName ?? '') ? 'function-url' : 'http-api';
}
