import type { Describable } from '../problems/problem';
import { redact } from './redact';

/** An attempt got no answer in time. */
export class AttemptTimeout extends Error {
  override readonly name = 'AttemptTimeout';
}

/** The caller hung up, so the answer is no longer needed. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** The service's AWS credentials could not be resolved. */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';
}

/** A 200 whose body is not the answer that AWS documents. */
export class JunkAnswer extends Error {
  override readonly name = 'JunkAnswer';
}

/** Network errors before anything was sent. For some of them the SDK keeps the code in the message only. */
const NOT_SENT = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/;

/** The names that AWS front ends give to throttling. */
const THROTTLED = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestLimitExceeded',
  'SlowDown',
]);

/** The names that endpoints give to an action they do not know: AWS front ends, and cognito-local (`Unsupported`). */
const UNKNOWN_ACTION = new Set([
  'UnknownOperationException',
  'UnknownOperation',
  'InvalidAction',
  'Unsupported',
]);

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    /** The SDK has just corrected its clock by Cognito's, so the next signature will be accepted. */
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * A failure at Cognito, without what must not reach a log: the SDK's own errors carry the whole answer, and AWS puts
 * account numbers into its messages.
 */
export class CognitoFailure extends Error implements Describable {
  override readonly name = 'CognitoFailure';
  /** The exception as Cognito names it, else the name of the error. */
  readonly exception: string;
  /** HTTP status of the answer, where there was one. */
  readonly status: number | undefined;
  /** Cognito's id of the request, which AWS support asks for. */
  readonly awsRequestId: string | undefined;
  /** Cognito itself refused: the answer is one of its exceptions. */
  readonly refused: boolean;
  readonly throttled: boolean;
  /** The endpoint says that it does not know the action. */
  readonly unknownAction: boolean;
  /** The answer is a web page. */
  readonly isPage: boolean;
  /** The action was certainly not carried out: nothing was sent, or it was turned away before. */
  readonly notCarriedOut: boolean;

  constructor(error: unknown) {
    const { name, message, code, $fault, $metadata, $response } = Object(error) as SdkError;
    super(redact(typeof message === 'string' ? message : ''));
    this.exception = typeof name === 'string' ? name : 'Unknown';
    this.status = $metadata?.httpStatusCode;
    this.awsRequestId = $metadata?.requestId;
    this.refused = $fault !== undefined && this.status !== undefined && this.status >= 400;
    this.throttled = this.status === 429 || (this.refused && THROTTLED.has(this.exception));
    this.unknownAction = UNKNOWN_ACTION.has(this.exception);
    this.isPage = /\bhtml\b/i.test($response?.headers?.['content-type'] ?? '');
    this.notCarriedOut =
      this.throttled ||
      this.unknownAction ||
      $metadata?.clockSkewCorrected === true ||
      error instanceof CredentialsUnavailable ||
      (this.status === undefined && NOT_SENT.test(`${String(code)} ${this.message}`));
  }

  /** What the log of a failure says. The message is left out: it may name people. */
  describe(): Record<string, unknown> {
    const { exception, status, awsRequestId } = this;
    return { exception, status, awsRequestId };
  }
}
