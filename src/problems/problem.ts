import { PROBLEMS, type ProblemCode } from './catalogue';

/** One field that is to blame: where it is (`attributes.email`) and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** Another status than the code's usual one. */
  readonly status?: number;
  /** The `WWW-Authenticate` challenge that goes with the problem. */
  readonly challenge?: string;
  /** Seconds after which trying again makes sense (`Retry-After`). */
  readonly retryAfter?: number;
  /** The methods that the route does have (`Allow`). */
  readonly allow?: readonly string[];
  readonly errors?: readonly FieldError[];
  /** What went wrong below; it is logged for a 5xx and never sent. */
  readonly cause?: unknown;
}

/** The body of an error answer: RFC 9457, with our `code`, `requestId` and `errors`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
}

/**
 * A refusal or a failure that has its answer. Throw it anywhere; the exception filter sends it.
 *
 * It has no stack: a refusal is an answer and not a fault, and taking the stack is the dearest part of refusing a
 * flood of bad tokens.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(detail, { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.status = options.status ?? PROBLEMS[code].status;
  }

  /** The document that is sent (RFC 9457 section 3.1). */
  toDocument(requestId: string): ProblemDocument {
    const { errors } = this.options;
    return {
      type: `urn:lifeguard:problem:${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      requestId,
      ...(errors && { errors }),
    };
  }
}
