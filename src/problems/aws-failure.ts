import type { Describable } from './problem';

/** What went wrong at a service of AWS, without its message, which can name accounts and roles. */
export class AwsFailure extends Error implements Describable {
  override readonly name = 'AwsFailure';
  /** The exception as AWS names it, else the name of the error. */
  readonly exception: string;
  /** HTTP status of the answer, where there was one. */
  readonly status: number | undefined;
  /** The id of the request at AWS, which its support asks for. */
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
