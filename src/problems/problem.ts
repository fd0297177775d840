import {
  Problem as CommonProblem,
  type ProblemOptions as CommonOptions,
  type ProblemDocument as Document,
} from 'lifeguard-auth';
import { PROBLEMS, type ProblemCode } from './catalogue';

/** One invalid field: its path (`attributes.email`) and a message. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ProblemOptions extends Partial<CommonOptions> {
  /** The methods of the route (`Allow`). */
  readonly allow?: readonly string[];
  /** The content codings that are accepted (`Accept-Encoding`). */
  readonly acceptEncoding?: string;
  readonly errors?: readonly FieldError[];
  /** Steps of the request that were carried out before the failure. */
  readonly done?: readonly string[];
}

/** The body of an error response: RFC 9457, with our `code`, `requestId` and `errors`. */
export interface ProblemDocument extends Document<ProblemCode> {
  readonly errors?: readonly FieldError[];
  readonly done?: readonly string[];
}

/**
 * A problem from the catalogue: the code determines status and title. Throw it anywhere; the exception
 * filter sends it.
 */
export class Problem extends CommonProblem<ProblemCode> {
  declare readonly options: ProblemOptions & CommonOptions;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(code, detail, { ...PROBLEMS[code], ...options });
  }

  override toDocument(requestId: string): ProblemDocument {
    const { errors, done } = this.options;
    return { ...super.toDocument(requestId), ...(errors && { errors }), ...(done && { done }) };
  }
}

/** A cause that describes itself for the log. */
export interface Describable {
  /** Members for the log line of a failure: nothing secret or personal. */
  describe(): Record<string, unknown>;
}

/** A problem of the service, or one that the guard threw. */
export type AnyProblem = CommonProblem<ProblemCode>;

export const isProblem = (error: unknown): error is AnyProblem => error instanceof CommonProblem;
