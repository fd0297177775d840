import type { HttpEvent } from './events';

/** A response for API Gateway, a Function URL or a load balancer. */
export interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/**
 * The response in the form that the sender of the event expects. A load balancer reads only `multiValueHeaders` if
 * multi-value headers are enabled, otherwise only `headers`.
 *
 * @see
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers
 */
export function adaptedAnswer(event: HttpEvent, answer: LambdaAnswer): LambdaAnswer {
  if (event.requestContext?.elb === undefined) return answer;
  const { headers = {}, multiValueHeaders = {}, ...others } = answer;
  if (!event.multiValueHeaders) {
    const last = Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? '']);
    return { ...others, headers: { ...headers, ...Object.fromEntries(last) } };
  }
  const single = Object.entries(headers).map(([name, value]) => [name, [value]]);
  return { ...others, multiValueHeaders: { ...Object.fromEntries(single), ...multiValueHeaders } };
}
