import type { Describable } from './problem';

/** Seconds for `Retry-After`: throttling passes within a second, a limit within a minute, an outage in between. */
export const RETRY_AFTER = { throttled: 1, limited: 60, unavailable: 5 } as const;

/** A failed call to an AWS service, without its message, which can name accounts and roles. */
export class AwsFailure extends Error implements Describable {
  override readonly name = 'AwsFailure';
  /** AWS's name for the exception, otherwise the name of the error. */
  readonly exception: string;
  /** HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  /** AWS's id of the request, which AWS support asks for. */
  readonly awsRequestId: string | undefined;

  /** @param service for the message: `Verified Permissions` */
  constructor(
    readonly service: string,
    error: unknown,
  ) {
    super(`${service} refused or failed`);
    const { name, $metadata } = Object(error) as {
      name?: unknown;
      $metadata?: { httpStatusCode?: number; requestId?: string };
    };
    this.exception = typeof name === 'string' ? name : 'Unknown';
    this.status = $metadata?.httpStatusCode;
    this.awsRequestId = $metadata?.requestId;
  }

  /** For the log. */
  describe(): Record<string, unknown> {
    const { service, exception, status, awsRequestId } = this;
    return { name: this.name, service, exception, status, awsRequestId };
  }
}
