import { redact } from './redact';

/** Nothing came within the time of one attempt. */
export class AttemptTimeout extends Error {
  override readonly name = 'AttemptTimeout';
}

/** The caller hung up, so that the answer is of no use any more. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** Our own AWS credentials could not be had. */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';
}

/** A 200 whose body is not the answer that AWS documents. */
export class JunkAnswer extends Error {
  override readonly name = 'JunkAnswer';
}

/** Network errors that come before anything was sent. The SDK keeps the code of some in the message only. */
const NOT_SENT = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/;

/** Throttling that passes by itself, under the names that AWS front ends give it. */
const THROTTLED = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestLimitExceeded',
  'SlowDown',
]);

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    /** The SDK has just set its clock right by Cognito's: the next signature will do. */
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * What went wrong at Cognito, without what must not reach a log: the SDK's own errors carry the whole answer, and
 * AWS puts account numbers into its messages.
 */
export class CognitoFailure extends Error {
  override readonly name = 'CognitoFailure';
  /** The exception as Cognito names it, else the name of the error. */
  readonly exception: string;
  /** The status of the answer, where there was one. */
  readonly status: number | undefined;
  /** Cognito's id of the request: what AWS support asks for. */
  readonly awsRequestId: string | undefined;
  /** Cognito itself refused: the answer is one of its exceptions. */
  readonly refused: boolean;
  /** The answer is a web page. */
  readonly html: boolean;
  readonly throttled: boolean;
  /** The action was surely not carried out: nothing was sent, or it was turned away at the door. */
  readonly notCarriedOut: boolean;

  constructor(error: unknown) {
    const { name, message, code, $fault, $metadata, $response } = Object(error) as SdkError;
    super(redact(typeof message === 'string' ? message : ''));
    this.exception = typeof name === 'string' ? name : 'Unknown';
    this.status = $metadata?.httpStatusCode;
    this.awsRequestId = $metadata?.requestId;
    this.refused = $fault !== undefined && this.status !== undefined && this.status >= 400;
    this.html = /\bhtml\b/i.test($response?.headers?.['content-type'] ?? '');
    this.throttled = this.status === 429 || (this.refused && THROTTLED.has(this.exception));
    this.notCarriedOut =
      this.throttled ||
      $metadata?.clockSkewCorrected === true ||
      error instanceof CredentialsUnavailable ||
      (this.status === undefined && NOT_SENT.test(`${String(code)} ${this.message}`));
  }
}
