import { bearerChallenge, DEFAULT_REALM, type Challenge } from './challenge.ts';
import type { Explanation } from './policies/explain.ts';

/** Status, title and headers of a problem. */
export interface ProblemOptions {
  readonly status: number;
  readonly title: string;
  /** The `WWW-Authenticate` challenge, as its parameters or as a string. */
  readonly challenge?: Challenge | string;
  /** `Retry-After`, in seconds. */
  readonly retryAfter?: number;
  /** The underlying failure. For the log; never sent. */
  readonly cause?: unknown;
}

/** The body of an error response: RFC 9457, with the members `code` and `requestId`. */
export interface ProblemDocument<Code extends string = string> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: Code;
  readonly requestId: string;
}

/**
 * A refusal or a failure, with its response.
 *
 * It has no stack: a refusal is a normal response, and capturing the stack is the most expensive part of
 * refusing a flood of bad tokens.
 */
export class Problem<Code extends string = string> extends Error {
  override readonly name: string = 'Problem';
  readonly status: number;
  readonly title: string;
  /** The realm of the challenge. A guard with a realm of its own sets it before the problem is sent. */
  realm: string = DEFAULT_REALM;
  /** Why a policy refused the caller. For the log; never sent. It is computed on demand. */
  because?: () => Explanation;

  constructor(
    readonly code: Code,
    readonly detail: string,
    readonly options: ProblemOptions,
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(detail, { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.status = options.status;
    this.title = options.title;
  }

  /** The value of `WWW-Authenticate`; undefined if the problem has no challenge. */
  get challenge(): string | undefined {
    const { challenge } = this.options;
    return typeof challenge === 'object' ? bearerChallenge(challenge, this.realm) : challenge;
  }

  /** The header fields of the response. */
  headers(): Record<string, string> {
    const { challenge } = this;
    const { retryAfter } = this.options;
    return {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(challenge !== undefined && { 'www-authenticate': challenge }),
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    };
  }

  /** The document to send as `application/problem+json` (RFC 9457 section 3.1). */
  toDocument(requestId: string): ProblemDocument<Code> {
    return {
      type: `urn:lifeguard:problem:${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      requestId,
    };
  }
}
