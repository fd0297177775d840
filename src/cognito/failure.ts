import type { Describable } from '../problems/problem';
import { redact } from './redact';

/** An attempt timed out. */
export class AttemptTimeout extends Error {
  override readonly name = 'AttemptTimeout';
}

/** The caller disconnected, so the result is no longer needed. */
export class CallerDisconnected extends Error {
  override readonly name = 'CallerDisconnected';
}

/** The service's AWS credentials could not be resolved. */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';
}

/** A 200 whose body is not the response that AWS documents. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';
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

/** The names of errors for an unknown action, from AWS front ends and cognito-local (`Unsupported`). */
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
    /** The SDK has just adjusted its clock to Cognito's, so the next signature will be accepted. */
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * A failed call to Cognito, without data that must not be logged: the SDK's own errors contain the whole
 * response, and AWS includes account numbers in its messages.
 */
export class CognitoFailure extends Error implements Describable {
  override readonly name = 'CognitoFailure';
  /** Cognito's name for the exception, otherwise the name of the error. */
  readonly exception: string;
  /** HTTP status of the response, if there was one. */
  readonly status: number | undefined;
  /** Cognito's id of the request, which AWS support asks for. */
  readonly awsRequestId: string | undefined;
  /** Cognito itself refused with one of its exceptions. */
  readonly refused: boolean;
  readonly throttled: boolean;
  /** The endpoint does not support the action. */
  readonly unknownAction: boolean;
  /** The response is a web page. */
  readonly isPage: boolean;
  /** The action was certainly not carried out: nothing was sent, or it was refused beforehand. */
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

  /** The fields for the log. The message is omitted because it may name people. */
  describe(): Record<string, unknown> {
    const { exception, status, awsRequestId } = this;
    return { exception, status, awsRequestId };
  }
}
