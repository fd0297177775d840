import {
  Problem as CommonProblem,
  type ProblemDocument as Document,
  type ProblemOptions as CommonOptions,
} from 'lifeguard-auth';
import { PROBLEMS, type ProblemCode } from './catalogue';

/** One field that is to blame: where it is (`attributes.email`) and what is wrong with it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export interface ProblemOptions extends Partial<CommonOptions> {
  /** The methods that the route does have (`Allow`). */
  readonly allow?: readonly string[];
  /** The content codings that are accepted (`Accept-Encoding`). */
  readonly acceptEncoding?: string;
  readonly errors?: readonly FieldError[];
  /** Steps of the request that were carried out before the failure. */
  readonly done?: readonly string[];
}

/** The body of an error answer: RFC 9457, with our `code`, `requestId` and `errors`. */
export interface ProblemDocument extends Document<ProblemCode> {
  readonly errors?: readonly FieldError[];
  readonly done?: readonly string[];
}

/** A problem of the catalogue: the code decides status and title. Throw it anywhere; the exception filter sends it. */
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

/** A cause that knows what a log may say about it. */
export interface Describable {
  /** Members for the log line of a failure: nothing secret or personal. */
  describe(): Record<string, unknown>;
}

/** A problem of the service, or one that the guard threw. */
export type AnyProblem = CommonProblem<ProblemCode>;

export const isProblem = (error: unknown): error is AnyProblem => error instanceof CommonProblem;
